import { thenVerify } from '../../../gates/advice.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { MemberAnswers } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { shellOn } from '../../../model/next-step.ts';
import { applicationProbes } from '../probes/application.ts';

interface Args {
  readonly [key: string]: unknown;
  readonly managers: readonly HostName[];
  readonly unit: string;
  readonly expect: number;
}

/** Passes if the application on every manager returns the expected status to a request from its own host. */
export const applicationHealth: Gate = {
  title: 'the application is healthy on every manager',
  ready: 'on every manager, the application returns the status health.expect to a GET of health.path',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 3 * SECOND, consecutive: 2 },
  queries: (cluster) => {
    const { application } = cluster.native ?? {};
    if (!application) return { queries: [], args: {} };
    const managers = hostsOf(cluster, 'manager');
    return {
      queries: managers.map((host) => ({ host: host.name, probes: applicationProbes(host, application) })),
      args: {
        managers: managers.map(({ name }) => name),
        unit: application.unit,
        expect: application.health.expect,
      } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const wanted = args as Args;
    return verdictOf(wanted.managers.map((host) => judge(host, answers[host] ?? {}, wanted)));
  },
};

function judge(host: HostName, answers: MemberAnswers, { unit, expect }: Args): Finding {
  const failed = classifyAnswer(Object.values(answers)[0], expect);
  if (!failed) return good(host, `the application returns ${expect}`);
  const otherwise = thenVerify(shellOn(host, `journalctl -u ${unit} -n 50`));
  return unanswered(host, { ...failed, line: `application: ${failed.line}` }, { otherwise });
}
