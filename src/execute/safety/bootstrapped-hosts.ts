import type { HostName, Service } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { JobAction, MemberOperation } from '../../model/plan/step.ts';
import type { Survey } from '../../transport/port.ts';
import type { Run } from '../run.ts';
import { bootstrappedReceipt, jobReceipt } from '../../model/stored-formats.ts';

/** A job that operates on a member. In a plan for `deploy`, the job installs the member. */
interface Install {
  readonly host: HostName;
  readonly operation: MemberOperation;
  readonly job: JobAction;
}

/** The jobs of a plan that operate on a member. */
function installsOf(plan: Plan): readonly Install[] {
  const steps = plan.phases.flatMap((phase) => phase.lanes.flatMap((lane) => lane.steps));
  return steps.flatMap(({ host, action, operation }) =>
    action.kind === 'job' && typeof host === 'string' && operation ? [{ host, operation, job: action }] : [],
  );
}

/**
 * The hosts that record that a service was bootstrapped: hosts with the receipt `bootstrapped/<service>`, and hosts
 * that have the product although Quorate has no record of the job of this plan there, for example because another tool
 * installed the product.
 */
export function bootstrappedHosts({ plan, fleet }: Run, service: Service): readonly HostName[] {
  const receipt = bootstrappedReceipt(service);
  const foreign = installsOf(plan)
    .filter(({ operation }) => operation.service === service)
    .filter(({ host, job }) => {
      const survey = fleet.remembered(host);
      return survey !== undefined && isForeign(job, survey);
    });
  const bootstrapped = plan.hosts.filter((host) => fleet.remembered(host)?.receipts[receipt]);
  return [...new Set([...bootstrapped, ...foreign.map(({ host }) => host)])];
}

function isForeign({ marker, name, unless }: JobAction, survey: Survey): boolean {
  const receipt = typeof unless === 'object' && 'receipt' in unless ? unless.receipt : jobReceipt(name);
  return (survey.paths[marker] ?? false) && !survey.jobs[name] && !survey.receipts[receipt];
}
