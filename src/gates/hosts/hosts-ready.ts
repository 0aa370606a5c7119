import { commandStep } from '../../model/next-step.ts';
import { SECOND } from '../../model/duration.ts';
import type { CheckResult, HostCheck } from '../../model/health/check.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { Answers, FailureCause } from '../../model/health/gate.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { Gate } from '../gate.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Material } from '../../model/material.ts';
import type { Role } from '../../model/names.ts';
import { factsOf, judgeHosts, progressOf, type HostChecks } from './check-plan.ts';
import type { Wanted } from './wanted.ts';
import { classifyAnswer, type FailedQuery } from '../classify-answer.ts';

/** Requirements of a platform for its hosts. */
interface HostsPlatform {
  readonly hostChecks: (cluster: Cluster, material: Material) => readonly HostChecks[];
  /** True if the platform's list of distributions contains this one. */
  readonly isListed: (os: string, role: Role) => boolean;
  /** The list in messages: `the product's list`. */
  readonly list: string;
}

type Args = { readonly hosts: readonly Wanted[] };

/** Passes if every host matches the inventory and meets its role's requirements. Runs before anything is changed. */
export const hostsReadyGate = (platform: HostsPlatform): Gate => ({
  title: 'every host is ready for its role',
  ready:
    'host names, clocks, memory, disks, systemd, addresses, free ports and name resolution are right on every host',
  timing: { timeoutMs: 0, intervalMs: SECOND, consecutive: 1 },
  queries: (cluster, material) => {
    const hosts = platform.hostChecks(cluster, material);
    return {
      queries: hosts.map(({ wanted, probes }) => ({ host: wanted.host, probes })),
      args: { hosts: hosts.map(({ wanted }) => wanted) } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const { hosts } = args as Args;
    const failed = judgeHosts(hosts, answers).filter(({ state }) => state === 'fail');
    return verdictOf(hosts.flatMap((wanted) => findingsOf(wanted, { answers, failed, platform })));
  },
});

/** Returns one finding for a ready host, otherwise one for each failed check. */
function findingsOf(
  wanted: Wanted,
  {
    answers,
    failed,
    platform,
  }: { answers: Answers; failed: readonly CheckResult[]; platform: HostsPlatform },
): readonly Finding[] {
  const { host } = wanted;
  const facts = factsOf(answers, host);
  if (!facts) {
    const trouble = classifyAnswer(answers[host]?.['facts']) ?? NO_FACTS;
    return [
      unanswered(host, trouble, { otherwise: commandStep('check', { purpose: `check that ${host} is up` }) }),
    ];
  }
  const findings = failed.filter((result) => result.host === host).map(findingOf);
  return findings.length > 0
    ? findings
    : [good(host, summary(facts, wanted, { ...progressOf(answers, host), platform }))];
}

/** A clock may be synchronized soon; every other fault needs the operator. */
function findingOf({ host, check, seen, next = '' }: CheckResult): Finding {
  const found = check === 'clock' ? bad : lost;
  return found(host, seen, { class: 'host', hint: next, cause: CAUSES[check] ?? 'host' });
}

const CAUSES: Partial<Readonly<Record<HostCheck, FailureCause>>> = {
  package: 'package',
  memory: 'out-of-memory',
  'disk-space': 'disk-full',
  ports: 'port-taken',
  dns: 'unknown-name',
  clock: 'clock',
};

/** Summarizes a host. A distribution that is not on the platform's list is only mentioned. */
function summary(
  { os, memory }: Facts,
  { role }: Wanted,
  { installed, platform }: { readonly installed: boolean; readonly platform: HostsPlatform },
): string {
  const state = role === 'load_balancer' ? [] : [installed ? 'installed' : 'not installed'];
  const system = platform.isListed(os, role) ? os : `${os} (not on ${platform.list})`;
  return [system, `${Math.round(memory / 2 ** 20)} MB`, ...state].join(', ');
}

const NO_FACTS: FailedQuery = {
  cause: 'other',
  class: 'unreachable',
  line: 'no facts',
  failed: false,
};
