import type { HostName } from '../model/names.ts';
import type { Session, Transport } from './port.ts';

/** A call to a host that has started. */
interface StartedCall {
  readonly host: HostName;
  /** Noun for the result of the call. */
  readonly what: string;
}

/** Nouns for the results of the methods. */
const AWAITED = {
  survey: 'survey',
  lock: 'lock',
  change: 'changes',
  upload: 'upload',
  read: 'file',
  ask: 'commands',
  startJob: 'job',
  followJob: 'job',
  request: 'HTTP request',
  reach: 'connection',
} as const satisfies Partial<Record<keyof Session, string>>;

type Awaited = keyof typeof AWAITED;
type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Returns the transport, with `onCall` called at the start of each call. It returns a function for the end of the call. */
export function watchedCalls(transport: Transport, onCall: (call: StartedCall) => () => void): Transport {
  return {
    connect: async (...args) => watchedSession(await transport.connect(...args), onCall),
    close: () => transport.close(),
  };
}

function watchedSession(session: Session, onCall: (call: StartedCall) => () => void): Session {
  const methods = Object.entries(AWAITED).map(([name, what]) => {
    const method = session[name as Awaited].bind(session) as Method;
    const call: Method = async (...args) => {
      const ended = onCall({ host: session.host, what });
      return method(...args).finally(ended);
    };
    return [name, call] as const;
  });
  return {
    ...session,
    ...(Object.fromEntries(methods) as Pick<Session, Awaited>),
    on: (host) => watchedSession(session.on(host), onCall),
  };
}
