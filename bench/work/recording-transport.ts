import { performance } from 'node:perf_hooks';
import type { Session, Transport } from '../../src/transport/port.ts';

/** Calls that only read, so that they can be repeated. */
const READS = ['survey', 'ask', 'request', 'reach', 'details', 'read'] as const;

export interface Response {
  readonly host: string;
  readonly call: string;
  readonly ms: number;
}

/** A transport that remembers every call that reads from a host. */
export interface RecordingTransport extends Transport {
  /** Repeats each of these calls alone, and then closes the connections. */
  readonly repeatAll: () => Promise<readonly Response[]>;
}

export function recordingTransport(inner: Transport): RecordingTransport {
  const calls: { readonly host: string; readonly call: string; readonly again: () => Promise<unknown> }[] =
    [];
  const recorded = (session: Session): Session =>
    new Proxy(session, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        if (key === 'on') return (host: string) => recorded(target.on(host));
        return (...args: readonly unknown[]) => {
          const again = () => Reflect.apply(value, target, args) as Promise<unknown>;
          if (READS.some((name) => name === key)) calls.push({ host: target.host, call: String(key), again });
          return again();
        };
      },
    });
  return {
    connect: async (...args) => recorded(await inner.connect(...args)),
    // The repeated calls need the connections.
    close: async () => undefined,
    repeatAll: async () => {
      const responses: Response[] = [];
      for (const { host, call, again } of calls) responses.push({ host, call, ms: await duration(again) });
      await inner.close();
      return responses;
    },
  };
}

async function duration(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
