import { RefusedError } from '../../errors/errors.ts';
import type { NotInstalled, Refusal } from '../../membership/admission/inventory-mismatch.ts';
import { differentVersions, type HostVersions } from '../../membership/admission/package-versions.ts';
import type { HostName } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { Run } from '../run.ts';

/** Refusals of the hosts that would get another version than the members of their service. */
export function otherVersions(run: Run, toInstall: readonly NotInstalled[]): readonly Refusal[] {
  const joining = toInstall.map(({ operation }) => operation.member);
  return toInstall.flatMap(({ operation }) => refusalsOf(run, operation, { without: joining }));
}

/**
 * Compares the installed packages of a host right before it joins, because the repositories may offer another version after
 * an update of their lists. @throws RefusedError
 */
export async function refuseOtherVersions(run: Run, operation: MemberOperation): Promise<void> {
  if (operation.kind !== 'join' || !sameVersionsOf(run, operation)) return;
  await run.fleet.facts(operation.member);
  const refusals = refusalsOf(run, operation, { without: [operation.member] });
  if (refusals.length > 0) throw new RefusedError(refusals);
}

function sameVersionsOf({ env }: Run, { service }: MemberOperation) {
  const same = platformOf(env.cluster).sameVersions(env.cluster, service);
  return same.packages.length > 0 ? same : undefined;
}

function refusalsOf(
  run: Run,
  operation: MemberOperation,
  { without }: { readonly without: readonly HostName[] },
): readonly Refusal[] {
  const { service, member } = operation;
  const same = sameVersionsOf(run, operation);
  if (!same) return [];
  const queried = run.plan.memberships.find((query) => query.service === service)?.members ?? [];
  const members = queried.map(({ host }) => host).filter((host) => !without.includes(host));
  const found = {
    service,
    joining: versionsOn(run, member),
    members: members.map((host) => versionsOn(run, host)),
  };
  return differentVersions(found, same);
}

function versionsOn({ fleet }: Run, host: HostName): HostVersions {
  return { host, versions: fleet.remembered(host)?.facts.versions ?? {} };
}
