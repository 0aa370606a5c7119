import type { HostName } from '../../model/names.ts';
import type { Step } from '../../model/plan/step.ts';
import type { Run } from '../run.ts';

/**
 * The host that a step runs on: the first of several that is connected now. If none is, the first one: the step waits
 * for it, and a failure names it.
 * @param otherwise for a step that lists no host
 */
export function hostForStep({ fleet }: Pick<Run, 'fleet'>, { host }: Step, otherwise: HostName): HostName {
  if (typeof host === 'string') return host;
  return host.anyOf.find((name) => fleet.isConnected(name)) ?? host.anyOf[0] ?? otherwise;
}
