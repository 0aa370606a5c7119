import { basename } from 'node:path';
import { brokerNodeName } from '../product/members.ts';
import { installMarker } from '../product/paths.ts';
import { portsOfRole } from '../product/ports.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { Facts } from '../../../model/host/facts.ts';
import type { Answer, Answers, Probe, Probes } from '../../../model/health/gate.ts';
import type { Material } from '../../../model/material.ts';
import type { AbsolutePath, HostName } from '../../../model/names.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { clockProblem, offsetsOf } from '../../../gates/hosts/clock.ts';
import { shortComings } from '../../../gates/hosts/machine.ts';
import { diskNeeds, type Wanted } from '../../../gates/hosts/wanted.ts';
import { classifyAnswer, type FailedQuery } from '../../../gates/classify-answer.ts';

/** The directory of receipts, jobs and packages (docs/architecture/conventions.md). Exists once a run has changed a host. */
const STATE_DIRECTORY = '/var/lib/quorate';

type Args = { readonly hosts: readonly Wanted[] };

/** Passes if every host matches the inventory and meets its role's requirements. Runs before anything is changed. */
export const hostsReady: Gate = {
  title: 'every host is ready for its role',
  timing: { timeoutMs: 0, intervalMs: SECOND, consecutive: 1 },
  queries: (cluster, material) => ({
    queries: cluster.hosts.map((host) => ({ host: host.name, probes: probesOf(host, cluster, material) })),
    args: { hosts: cluster.hosts.map((host) => wantedOf(host, cluster, material)) } satisfies Args,
  }),
  judge: (answers, args) => {
    const { hosts } = args as Args;
    const offsets = offsetsOf(hosts.flatMap(({ host }) => factsOf(answers, host) ?? []));
    return verdictOf(hosts.flatMap((wanted) => judgeHost(wanted, answers[wanted.host] ?? {}, offsets)));
  },
};

function probesOf(host: Host, cluster: Cluster, material: Material): Probes {
  const { names, disks } = wantedOf(host, cluster, material);
  const asked = names.flatMap(({ name, address }) => [name, address]);
  const facts = { kind: 'facts', names: asked, disks: disks.map(({ path }) => path) } as const;
  const started = pathExists(STATE_DIRECTORY);
  return host.role === 'load_balancer'
    ? { facts, started }
    : { facts, started, installed: pathExists(installMarker(knownRelease(cluster.version), host.role)) };
}

function pathExists(path: AbsolutePath): Probe {
  const command = { program: 'test', args: ['-e', path], as: 'root', timeoutMs: 10 * SECOND } as const;
  return { kind: 'command', command };
}

function wantedOf(host: Host, cluster: Cluster, material: Material): Wanted {
  const { role } = host;
  const named = cluster.nameResolution === 'dns' && (role === 'broker' || role === 'manager');
  return {
    host: host.name,
    role,
    hostname: host.hostname,
    longName: role === 'broker' ? cluster.brokerLongNames : role !== 'database',
    privateIp: host.privateIp,
    disks: diskNeeds(role, material.package?.size ?? 0),
    ...(material.package && role !== 'load_balancer' ? { package: basename(material.package.path) } : {}),
    ports: portsOfRole(role, knownRelease(cluster.version), cluster.monitoring),
    names: named ? brokerNames(cluster) : [],
  };
}

function brokerNames(cluster: Cluster): Wanted['names'] {
  return hostsOf(cluster, 'broker').map((host) => ({
    name: brokerNodeName(cluster, host),
    address: host.privateIp,
  }));
}

/** Returns one finding for a ready host, otherwise one for each unmet requirement. */
function judgeHost(
  wanted: Wanted,
  answers: Readonly<Record<string, Answer>>,
  offsets: readonly number[],
): readonly Finding[] {
  const { host } = wanted;
  const facts = answers.facts?.kind === 'facts' ? answers.facts.facts : undefined;
  if (!facts) {
    const trouble = classifyAnswer(answers.facts) ?? NO_FACTS;
    return [unanswered(host, trouble, { otherwise: `check that ${host} is up: ssh ${host} uptime` })];
  }
  const state = { started: exists(answers.started), installed: exists(answers.installed) };
  const clock = clockProblem(facts, offsets);
  const lacks = shortComings(facts, wanted, state);
  const findings = [
    ...(clock ? [bad(host, clock.line, { class: 'host', hint: clock.hint })] : []),
    ...lacks.map(({ line, hint }) => lost(host, line, { class: 'host', hint })),
  ];
  return findings.length > 0 ? findings : [good(host, summary(facts, wanted.role, state.installed))];
}

/**
 * Summarizes a host. A distribution that is not on the product's list is only mentioned, because the product's
 * installer itself refuses distributions that it does not support.
 */
function summary({ os, memory }: Facts, role: Wanted['role'], installed: boolean): string {
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

function exists(answer: Answer | undefined): boolean {
  return answer?.kind === 'exited' && answer.code === 0;
}

function factsOf(answers: Answers, host: HostName): Facts | undefined {
  const answer = answers[host]?.facts;
  return answer?.kind === 'facts' ? answer.facts : undefined;
}
