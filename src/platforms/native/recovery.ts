import type { Cluster } from '../../model/cluster.ts';
import type { Recovery, RecoveryStep } from '../../model/health/recovery.ts';
import { commandStep } from '../../model/next-step.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import { startMember } from './commands/services.ts';

/** The commands that recover a service, in order; none if it is healthy. */
export function recoverySteps(
  _cluster: Cluster,
  { service, state, left }: Recovery,
): readonly RecoveryStep[] {
  if (state === 'healthy') return [];
  if (left.length === 0)
    return [{ host: 'here', run: commandStep('deploy'), note: 'before: empty the hosts' }];
  return left.map((host) => ({
    host,
    run: `sudo ${commandToLog(startMember(service))}`,
    note: `skip this command if the ${service} runs`,
  }));
}
