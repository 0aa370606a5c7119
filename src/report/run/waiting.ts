import type { ConnectCause, FailedAttempt } from '../../model/host/connect-cause.ts';
import { formatDuration } from '../../model/duration.ts';
import type { HostName } from '../../model/names.ts';
import { count, fit } from '../text.ts';
import type { RunState } from './state.ts';

const CAUSES: Readonly<Record<ConnectCause, string>> = {
  refused: 'refused',
  closed: 'closed the connection',
  'no-answer': 'no answer',
  'no-route': 'no route',
  'no-name-server': 'no name server',
  overloaded: 'too many logins (MaxStartups)',
  penalized: 'sshd penalizes this address',
};

/** A failed attempt as text: `refused, try 4`. */
function failedWords({ cause, tries }: FailedAttempt): string {
  return `${CAUSES[cause]}, try ${tries + 1}`;
}

/** A failed attempt as a line for pipes and logs. */
export function retriedLine({ host, cause, limitMs }: FailedAttempt): string {
  return `${host}: ${CAUSES[cause]}; trying to connect for at most ${formatDuration(limitMs)}`;
}

type Hosts = Pick<RunState, 'hosts' | 'connected' | 'notConnected' | 'retried' | 'lost'>;

/** The hosts that are not connected yet, each with the reason. */
export function awaitedHosts(state: Hosts): readonly string[] {
  const awaited = state.hosts.filter(
    (host) => !state.connected.includes(host) && !state.notConnected.includes(host),
  );
  const unheard = awaited.filter((host) => !state.retried[host]);
  return [
    ...awaited.flatMap((host) => {
      const failed = state.retried[host];
      return failed ? [`${host} ${failedWords(failed)}`] : [];
    }),
    ...(unheard.length > 0 ? [`no answer yet: ${unheard.join(', ')}`] : []),
  ];
}

/** Hosts whose connection is lost and re-established, each with the reason. */
export function reconnectedHosts(
  { hosts, lost, retried }: Hosts,
  among: readonly HostName[] = hosts,
): readonly string[] {
  return among.flatMap((host) => {
    const failed = retried[host];
    const why = lost[host];
    return why === undefined ? [] : [`${host} ${failed ? failedWords(failed) : why}`];
  });
}

/** A call to a host that has not returned yet. */
export interface PendingCall {
  readonly host: HostName;
  /** Result of the call: `survey`, `commands`. */
  readonly what: string;
  readonly since: number;
}

/**
 * Returns which hosts a command waits for, and why, as one line. Undefined if it waits for none.
 * @param now and `since` of the calls by the same clock
 */
export function waitingLine(
  state: Hosts,
  calls: readonly PendingCall[],
  { now, width }: { readonly now: number; readonly width: number },
): string | undefined {
  const awaited = awaitedHosts(state);
  if (awaited.length > 0)
    return fit(
      `connecting ${state.connected.length} of ${count(state.hosts.length, 'host')}: ${awaited.join('; ')}`,
      width,
    );
  const lost = reconnectedHosts(state);
  if (lost.length > 0) return fit(`reconnecting: ${lost.join('; ')}`, width);
  if (calls.length === 0) return undefined;
  const oldest = [...calls].sort((a, b) => a.since - b.since);
  const each = oldest.map(({ host, what, since }) => `${host} ${what} ${Math.floor((now - since) / 1000)}s`);
  return fit(`waiting for ${each.join(', ')}`, width);
}
