import { isMirrorCritical, isBrokerRunning } from '../services/broker.ts';
import type { BrokerMember, World } from '../world/state.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from './usage.ts';

const VM_MS = 1_200;

/** Checks by name. Exit code 0 if true, 69 if false. */
const checks: Readonly<Record<string, (world: World, member: BrokerMember) => boolean>> = {
  ping: () => true,
  check_running: () => true,
  check_local_alarms: (_world, member) => member.alarms.size === 0,
  check_if_node_is_quorum_critical: () => true,
  check_if_node_is_mirror_sync_critical: (world, member) => !isMirrorCritical(world, member),
};

/** The product uses classic mirrored queues, so the check for quorum queues always passes. */
export const rabbitmqDiagnosticsUsages: ProgramUsages = {
  actions: {},
  questions: Object.fromEntries(
    Object.entries(checks).map(([name, check]) => [
      `[-q] ${name}`,
      (context: ProgramContext) => ask(context, check),
    ]),
  ),
};

function* ask(
  { world, host, err }: ProgramContext,
  check: (world: World, member: BrokerMember) => boolean,
): ProgramRun {
  yield VM_MS;
  if (host.broker && isBrokerRunning(world, host) && check(world, host.broker)) return 0;
  err('Error: the check failed');
  return 69;
}
