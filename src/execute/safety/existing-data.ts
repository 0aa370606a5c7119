import { existingDataProblem, mayHaveExistingData } from '../../membership/admission/existing-data.ts';
import type { NotInstalled, Refusal } from '../../membership/admission/inventory-mismatch.ts';
import { endpoint } from '../../model/address.ts';
import type { LoginProbe } from '../../model/health/gate.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import { platformOf } from '../../registry/platforms.ts';
import { queryHosts } from '../read/query-hosts.ts';
import type { Fleet } from '../hosts/fleet.ts';
import type { Run } from '../run.ts';

/** Refuses to install managers on an external database that contains data. One manager host queries the database. */
export async function existingDataProblems(
  { plan, fleet }: Run,
  memberships: readonly Membership[],
  toInstall: readonly NotInstalled[],
): Promise<readonly Refusal[]> {
  const managers = memberships.find(({ service }) => service === 'manager');
  const [databaseProbe] = databaseProbes(plan);
  if (!databaseProbe || !managers || !mayHaveExistingData(managers, toInstall)) return [];
  const { host, probe } = databaseProbe;
  const { address, port, looksFor: database } = probe;
  if (database === undefined || !(await probeFinds(fleet, host, probe))) return [];
  // The operator of the database server may have created an empty database for the managers, which is accepted.
  return (await probeFinds(fleet, host, { ...probe, database }))
    ? [
        existingDataProblem({
          at: endpoint(address, port),
          database,
          setting: platformOf(plan).databaseSetting,
        }),
      ]
    : [];
}

async function probeFinds(fleet: Fleet, host: HostName, probe: LoginProbe): Promise<boolean> {
  const answers = await queryHosts(fleet, [{ host, probes: { database: probe } }]);
  const answer = answers[host]?.['database'];
  return answer?.kind === 'reached' && answer.holds === true;
}

function databaseProbes(plan: Plan): readonly { readonly host: HostName; readonly probe: LoginProbe }[] {
  const gates = plan.phases.flatMap((phase) => phase.gates);
  return gates.flatMap(({ queries }) =>
    queries.flatMap(({ host, probes }) =>
      Object.values(probes).flatMap((probe) => (probe.kind === 'database-login' ? [{ host, probe }] : [])),
    ),
  );
}
