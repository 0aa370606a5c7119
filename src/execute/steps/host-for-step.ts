import type { HostName } from '../../model/names.ts';
import type { Step } from '../../model/plan/step.ts';
import type { Run } from '../run.ts';

/**
 * Returns the host that a step runs on. If the step lists several hosts, this is the first one that is connected now.
 * If none is connected, it is the first listed host: the step waits for this host, and a failure names it.
 * @param otherwise the host for a step that lists no host
 */
export function hostForStep({ fleet }: Pick<Run, 'fleet'>, { host }: Step, otherwise: HostName): HostName {
  if (typeof host === 'string') return host;
  return host.anyOf.find((name) => fleet.isConnected(name)) ?? host.anyOf[0] ?? otherwise;
}
