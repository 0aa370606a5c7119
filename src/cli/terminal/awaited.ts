import type { Reader } from '../../events/events.ts';
import type { HostName } from '../../model/names.ts';
import { awaitedHostsReporter } from '../../report/reporters/awaited.ts';
import type { Transport } from '../../transport/port.ts';
import { watchedCalls } from '../../transport/watched-calls.ts';
import type { Edges } from '../program-environment.ts';
import { statusLine } from './status-line.ts';
import type { StatusLine } from './status-line.ts';

interface AwaitedLine extends StatusLine {
  readonly read: Reader;
  /** Returns the transport, whose calls the line shows. */
  readonly watch: (transport: Transport) => Transport;
}

/** Shows on the terminal which hosts a command waits for, and why, except while a question is open. */
export function showAwaited(
  hosts: readonly HostName[],
  { io, clock }: Pick<Edges, 'io' | 'clock'>,
  isAsking: () => boolean,
): AwaitedLine {
  const { read, started, line } = awaitedHostsReporter(hosts);
  const text = (width: number) => (isAsking() ? undefined : line({ now: clock.now(), width }));
  return {
    ...statusLine(io, text),
    read,
    watch: (transport) => watchedCalls(transport, (call) => started({ ...call, since: clock.now() })),
  };
}
