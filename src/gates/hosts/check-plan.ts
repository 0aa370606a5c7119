import type { Answer, Answers, Probe, Probes } from '../../model/health/gate.ts';
import type { CheckResult } from '../../model/health/check.ts';
import type { Flow } from '../../model/host/connections.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { AbsolutePath, HostName } from '../../model/names.ts';
import type { Command } from '../../model/host/command.ts';
import type { DetailsPlan } from './details/judge.ts';
import type { PeerName } from './details/peer-names.ts';
import { basicChecks } from './basic-checks.ts';
import { offsetsOf } from './clock.ts';
import type { Progress } from './machine.ts';
import type { Wanted } from './wanted.ts';

/** The queries of `quorate check`, and the requirements that their answers are compared with. */
export interface CheckPlan {
  readonly hosts: readonly HostChecks[];
  readonly details: readonly DetailsPlan[];
  readonly peers: readonly PeerName[];
  /** Every port that one host needs of another. */
  readonly flows: readonly Flow[];
}

export interface HostChecks {
  readonly wanted: Wanted;
  /** `facts`, `started`, except for a load balancer `installed`, and `mountProbe` or `runningProbe` of each wanted mount or unit. */
  readonly probes: Probes;
  /** A connection through the host, which needs forwarding. */
  readonly through: Probe;
  /** The product's own check and the file that it reads. Absent for load balancers. */
  readonly validation?: { readonly command: Command; readonly config: Probe };
}

/** Checks the answers of all hosts. A host without facts has no results: it is unreachable. */
export function judgeHosts(wanted: readonly Wanted[], answers: Answers): readonly CheckResult[] {
  const offsets = offsetsOf(wanted.flatMap(({ host }) => factsOf(answers, host) ?? []));
  return wanted.flatMap((one) => {
    const facts = factsOf(answers, one.host);
    return facts ? basicChecks({ facts, wanted: one, ...progressOf(answers, one.host) }, offsets) : [];
  });
}

export function factsOf(answers: Answers, host: HostName): Facts | undefined {
  const answer = answers[host]?.['facts'];
  return answer?.kind === 'facts' ? answer.facts : undefined;
}

export function progressOf(answers: Answers, host: HostName): Progress {
  const own = answers[host] ?? {};
  return {
    started: pathFound(own['started']),
    installed: pathFound(own['installed']),
    mounted: (path) => pathFound(own[mountProbe(path)]),
    running: (unit) => pathFound(own[runningProbe(unit)]),
  };
}

/** The name of the probe that exits 0 if the path is a mount. */
export function mountProbe(path: AbsolutePath): string {
  return `mount ${path}`;
}

/** The name of the probe that exits 0 if the unit runs. */
export function runningProbe(unit: string): string {
  return `running ${unit}`;
}

export function pathFound(answer: Answer | undefined): boolean {
  return answer?.kind === 'exited' && answer.code === 0;
}
