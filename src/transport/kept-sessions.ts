import { ConnectionLost } from '../errors/errors.ts';
import type { HostName } from '../model/names.ts';
import type { Session, Transport } from './port.ts';

/**
 * Returns the transport, whose sessions stay open when they are closed, until the transport is closed. The next
 * connection to the same host is the kept session, if its host still responds. A command that reads the hosts before it
 * changes them therefore logs in once, and prompts for a one-time code once.
 */
export function keepSessions(transport: Transport): Transport {
  const kept = new Map<HostName, Session>();
  const keeping = (session: Session): Session => ({
    ...session,
    close: async () => void kept.set(session.host, session),
  });
  return {
    connect: async (host, ...limits) => {
      const session = kept.get(host.name);
      kept.delete(host.name);
      if (session && (await responds(session))) return keeping(session);
      return keeping(await transport.connect(host, ...limits));
    },
    close: () => transport.close(),
  };
}

async function responds(session: Session): Promise<boolean> {
  try {
    await session.ask([]);
    return true;
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return false;
  }
}
