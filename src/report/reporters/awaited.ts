import type { Reader } from '../../events/events.ts';
import type { HostName } from '../../model/names.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import { waitingLine } from '../run/waiting.ts';
import type { PendingCall } from '../run/waiting.ts';

interface AwaitedHosts {
  readonly read: Reader;
  /** Adds a call to a host, until the returned function is called. */
  readonly started: (call: PendingCall) => () => void;
  /** Which hosts the command waits for, and why. Undefined if it waits for none. */
  readonly line: (view: { readonly now: number; readonly width: number }) => string | undefined;
}

/** Collects which hosts a command waits for: from its events, and from the calls that have not returned. */
export function awaitedHostsReporter(hosts: readonly HostName[]): AwaitedHosts {
  let state = { ...NOTHING_YET, hosts };
  const pending = new Set<PendingCall>();
  return {
    read: (event) => {
      state = { ...reduce(state, event), hosts };
    },
    started: (call) => {
      pending.add(call);
      return () => void pending.delete(call);
    },
    line: (view) => waitingLine(state, [...pending], view),
  };
}
