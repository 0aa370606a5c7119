import type { HostName, JobName, ReceiptName, Service } from '../../model/names.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { JobAction, MemberOperation } from '../../model/plan/step.ts';
import type { Survey } from '../../transport/port.ts';
import type { Run } from '../run.ts';
import { bootstrappedReceipt, installReceipt, JOB, jobReceipt } from '../../model/stored-formats.ts';

/** A job that installs, restarts or removes a member. Its marker exists if the product is installed. */
interface MemberJob {
  readonly host: HostName;
  readonly operation: MemberOperation;
  readonly job: JobAction;
}

function memberJobsOf(plan: Plan): readonly MemberJob[] {
  const steps = plan.phases.flatMap((phase) => phase.lanes.flatMap((lane) => lane.steps));
  return steps.flatMap(({ host, action, operation }) =>
    action.kind === 'job' && typeof host === 'string' && operation ? [{ host, operation, job: action }] : [],
  );
}

/**
 * The hosts that record that a service was bootstrapped: hosts with the receipt `bootstrapped/<service>`, and hosts
 * that have the product although Quorate has no record of its installation there, for example because another tool
 * installed the product.
 */
export function bootstrappedHosts({ plan, fleet }: Run, service: Service): readonly HostName[] {
  const receipt = bootstrappedReceipt(service);
  const foreign = memberJobsOf(plan)
    .filter(({ operation }) => operation.service === service)
    .filter((job) => {
      const survey = fleet.remembered(job.host);
      return survey !== undefined && isForeign(job, survey);
    });
  const bootstrapped = plan.hosts.filter((host) => fleet.remembered(host)?.receipts[receipt]);
  return [...new Set([...bootstrapped, ...foreign.map(({ host }) => host)])];
}

function isForeign({ job, operation }: MemberJob, survey: Survey): boolean {
  const { name, receipt } = installationOf(job, operation);
  return (survey.paths[job.marker] ?? false) && !survey.jobs[name] && !survey.receipts[receipt];
}

/** The names under which a host records the installation of the member. */
function installationOf(
  { name, unless }: JobAction,
  { kind, service }: MemberOperation,
): { readonly name: JobName; readonly receipt: ReceiptName } {
  if (kind !== 'bootstrap' && kind !== 'join')
    return { name: JOB.install(service), receipt: installReceipt(service) };
  const declared = typeof unless === 'object' && 'receipt' in unless ? unless.receipt : undefined;
  return { name, receipt: declared ?? jobReceipt(name) };
}
