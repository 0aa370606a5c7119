import type { HostName } from '../../model/names.ts';
import type { Step } from '../../model/plan/step.ts';
import type { Run } from '../run.ts';

/**
 * On which host a step runs: of several the first that is connected at this moment. Where none is, the first of them:
 * it is waited for, and a failure names it.
 * @param otherwise for a step that names nobody
 */
export function hostForStep({ fleet }: Pick<Run, 'fleet'>, { host }: Step, otherwise: HostName): HostName {
  if (typeof host === 'string') return host;
  return host.anyOf.find((name) => fleet.isConnected(name)) ?? host.anyOf[0] ?? otherwise;
}
