import { SECOND } from '../../../model/duration.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { Facts } from '../../../model/host/facts.ts';
import type { Answers } from '../../../model/health/gate.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { factsOf, judgeHosts, progressOf } from '../../../gates/hosts/check-plan.ts';
import type { Wanted } from '../../../gates/hosts/wanted.ts';
import { classifyAnswer, type FailedQuery } from '../../../gates/classify-answer.ts';
import { hostChecks } from '../checks/host-checks.ts';

type Args = { readonly hosts: readonly Wanted[] };

/** Passes if every host matches the inventory and meets its role's requirements. Runs before anything is changed. */
export const hostsReady: Gate = {
  title: 'every host is ready for its role',
  timing: { timeoutMs: 0, intervalMs: SECOND, consecutive: 1 },
  queries: (cluster, material) => {
    const hosts = hostChecks(cluster, material);
    return {
      queries: hosts.map(({ wanted, probes }) => ({ host: wanted.host, probes })),
      args: { hosts: hosts.map(({ wanted }) => wanted) } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const { hosts } = args as Args;
    const failed = judgeHosts(hosts, answers).filter(({ state }) => state === 'fail');
    return verdictOf(hosts.flatMap((wanted) => findingsOf(wanted, answers, failed)));
  },
};

/** Returns one finding for a ready host, otherwise one for each failed check. */
function findingsOf(wanted: Wanted, answers: Answers, failed: readonly CheckResult[]): readonly Finding[] {
  const { host, role } = wanted;
  const facts = factsOf(answers, host);
  if (!facts) {
    const trouble = classifyAnswer(answers[host]?.['facts']) ?? NO_FACTS;
    return [unanswered(host, trouble, { otherwise: `check that ${host} is up: ssh ${host} uptime` })];
  }
  const findings = failed.filter((result) => result.host === host).map(findingOf);
  return findings.length > 0 ? findings : [good(host, summary(facts, role, progressOf(answers, host)))];
}

/** A clock may be synchronized soon; every other fault needs the operator. */
function findingOf({ host, check, seen, next = '' }: CheckResult): Finding {
  const found = check === 'clock' ? bad : lost;
  return found(host, seen, { class: 'host', hint: next });
}

/**
 * Summarizes a host. A distribution that is not on the product's list is only mentioned, because the product's
 * installer itself refuses distributions that it does not support.
 */
function summary(
  { os, memory }: Facts,
  role: Wanted['role'],
  { installed }: { readonly installed: boolean },
): string {
  const listed = /^(centos|rhel|redhat) [78](\.|$)/.test(os) || role === 'load_balancer';
  const state = role === 'load_balancer' ? [] : [installed ? 'installed' : 'not installed'];
  const system = listed ? os : `${os} (not on the product's list)`;
  return [system, `${Math.round(memory / 2 ** 20)} MB`, ...state].join(', ');
}

const NO_FACTS: FailedQuery = {
  cause: 'other',
  class: 'unreachable',
  line: 'no facts',
  failed: false,
};
