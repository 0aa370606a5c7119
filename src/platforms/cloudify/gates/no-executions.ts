import { runningExecutions } from '../observe/executions.ts';
import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { Material } from '../../../model/material.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { executions } from '../probes/probes.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { commandStep, either, inOrder, manual, shellOn, RUN_AGAIN } from '../../../model/next-step.ts';
import { checkPassword } from '../../../gates/advice.ts';

type Args = { readonly managers: readonly HostName[] };

/** Passes if no workflow runs, because stopping a broker or a manager would abort it (docs/hazards.md, 10). */
export const noExecutions: Gate = {
  title: 'no workflow runs',
  ready:
    'no workflow of any tenant is running, queued or being cancelled, according to the first manager that responds; workflows scheduled for later do not count',
  timing: { timeoutMs: 10 * MINUTE, intervalMs: 10 * SECOND, consecutive: 1 },
  queries: (cluster: Cluster, material: Material) => {
    const managers = hostsOf(cluster, 'manager');
    const queries = managers.map((host) => ({
      host: host.name,
      probes: { executions: executions(host, { cluster, material }) },
    }));
    return { queries, args: { managers: managers.map(({ name }) => name) } satisfies Args };
  },
  judge: (answers, args) => {
    const { managers } = args as Args;
    const answered = managers.flatMap((host) => {
      const running = runningExecutions(answers[host]?.executions);
      return running ? [{ host, running }] : [];
    });
    const [first] = answered;
    if (!first) return verdictOf(managers.map((host) => withoutList(host, answers[host]?.executions)));
    const { host, running } = first;
    const [workflow] = running;
    if (!workflow) return verdictOf([good(host, 'no workflow runs')]);
    const named = running.slice(0, 3).map(({ id, workflow: name }) => `${name} (${id})`);
    const more = running.length > 3 ? ` and ${running.length - 3} more` : '';
    const cancel = shellOn(host, `cfy executions cancel ${workflow.id}`);
    const hint = inOrder(either(manual('wait for the workflows to end'), cancel), RUN_AGAIN);
    return verdictOf([bad(host, `running: ${named.join(', ')}${more}`, { class: 'settling', hint })]);
  },
};

/** Judges a manager without a list. One manager that returns a list is enough, because they share one database. */
function withoutList(host: HostName, answer: Answer | undefined): Finding {
  const hint = commandStep('status');
  const trouble = classifyAnswer(answer, 200);
  if (!trouble) return bad(host, 'does not list its executions', { class: 'health', hint });
  const credentials = checkPassword('manager_admin_password');
  return unanswered(host, trouble, { credentials, otherwise: hint });
}
