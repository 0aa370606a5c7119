import { leftThere, mayBeLeft } from '../membership/leftover.ts';
import type { Bare, Refusal } from '../membership/misplaced.ts';
import { endpoint } from '../model/address.ts';
import type { LoginProbe } from '../model/gate.ts';
import type { Membership } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import type { Plan } from '../model/plan.ts';
import { askAll } from './answers.ts';
import type { Run } from './run.ts';

/** What bare managers would find in an external database, which one of them looks for. */
export async function leftovers(
  { plan, fleet }: Run,
  memberships: readonly Membership[],
  bare: readonly Bare[],
): Promise<readonly Refusal[]> {
  const managers = memberships.find(({ service }) => service === 'manager');
  const [look] = looksOf(plan);
  if (!look || !managers || !mayBeLeft(managers, bare)) return [];
  const { host, probe } = look;
  const answers = await askAll(fleet, [{ host, probes: { database: probe } }]);
  const answer = answers[host]?.['database'];
  if (answer?.kind !== 'reached' || !answer.holds) return [];
  return [leftThere({ at: endpoint(probe.address, probe.port), database: probe.looksFor ?? '' })];
}

function looksOf(plan: Plan): readonly { readonly host: HostName; readonly probe: LoginProbe }[] {
  const gates = plan.phases.flatMap((phase) => phase.gates);
  return gates.flatMap(({ asks }) =>
    asks.flatMap(({ host, probes }) =>
      Object.values(probes).flatMap((probe) => (probe.kind === 'database-login' ? [{ host, probe }] : [])),
    ),
  );
}
