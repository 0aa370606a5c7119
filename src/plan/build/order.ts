import type { Problem } from '../../errors/errors.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { GateName } from '../../model/names.ts';
import type { Phase } from '../../phases/phase.ts';
import { phasesOf } from '../../registry/phases.ts';
import type { Playbook, PlaybookPhase } from '../../playbook/playbook.ts';
import { selectHosts } from '../../playbook/select.ts';

/**
 * Reports each phase of a playbook that breaks the mandated order, with the reason: it runs before a gate that it needs,
 * before a phase that it must follow on one of its hosts, or before the first host of its role.
 * @param given.targets the hosts of `cluster` that the command is about
 * @param given.settled hosts on which the phases that a phase must follow were done before this command
 */
export function orderProblems(
  playbook: Playbook,
  cluster: Cluster,
  { targets = [], settled = [] }: { targets?: readonly Host[]; settled?: readonly Host[] } = {},
): readonly Problem[] {
  const phases = phasesOf(cluster);
  return playbook.phases.flatMap((phase) => {
    const before = ancestors(phase, playbook);
    return [
      ...gateProblems(phase, { before, needs: phases[phase.phase]?.needs ?? [] }),
      ...followProblems(phase, { before, follows: phases[phase.phase]?.follows ?? [] }, (on) =>
        selectHosts(on, cluster, targets).filter((host) => !settled.includes(host)),
      ),
      ...firstProblems(phase, before, cluster),
    ].map(({ what, why, next }) => ({
      where: `playbook ${playbook.name}, phase ${phase.id}`,
      what,
      why,
      next,
    }));
  });
}

interface Breach {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

function gateProblems(
  phase: PlaybookPhase,
  { before, needs }: { readonly before: readonly PlaybookPhase[] } & Pick<Phase, 'needs'>,
): readonly Breach[] {
  const reached = new Set<GateName>(before.flatMap((other) => other.gates));
  return needs
    .filter((gate) => !reached.has(gate))
    .map((gate) => ({
      what: `does not run after the gate \`${gate}\``,
      why: `\`${phase.phase}\` must not begin before \`${gate}\` has passed`,
      next: `add \`${gate}\` to the gates of a phase above, and list that phase in \`after\``,
    }));
}

function followProblems(
  phase: PlaybookPhase,
  { before, follows }: { readonly before: readonly PlaybookPhase[] } & Pick<Phase, 'follows'>,
  select: (on: PlaybookPhase['on']) => readonly Host[],
): readonly Breach[] {
  const hosts = select(phase.on);
  return follows.flatMap((wanted) => {
    const done = new Set(
      before.filter((other) => other.phase === wanted).flatMap((other) => select(other.on)),
    );
    const missing = hosts.filter((host) => !done.has(host)).map((host) => host.name);
    if (missing.length === 0) return [];
    const what = `does not run after \`${wanted}\` on ${missing.join(', ')}`;
    return [
      {
        what,
        why: `\`${phase.phase}\` needs what \`${wanted}\` puts on these hosts`,
        next: `add a phase \`${wanted}\` above for these hosts`,
      },
    ];
  });
}

/** A phase on `role[rest]` must follow the same phase on `role[first]`, because the other hosts join the first one. */
function firstProblems(
  phase: PlaybookPhase,
  before: readonly PlaybookPhase[],
  cluster: Cluster,
): readonly Breach[] {
  return phase.on.flatMap((selector) => {
    if (selector.kind !== 'role' || selector.which !== 'rest') return [];
    const [first] = selectHosts([{ ...selector, which: 'first' }], cluster, []);
    const done = before.some(
      (other) => other.phase === phase.phase && selectHosts(other.on, cluster, []).some((h) => h === first),
    );
    if (!first || done) return [];
    return [
      {
        what: `runs before the first ${selector.role}, ${first.name}`,
        why: 'the other hosts join the first one',
        next: `put a phase \`${phase.phase}\` on \`${selector.role}[first]\` above`,
      },
    ];
  });
}

/** All phases that finish, with their gates, before this one starts. */
function ancestors(phase: PlaybookPhase, playbook: Playbook): readonly PlaybookPhase[] {
  const found = new Set<PlaybookPhase>();
  const visit = (ids: readonly string[]) => {
    for (const other of playbook.phases.filter(
      (candidate) => ids.includes(candidate.id) && !found.has(candidate),
    )) {
      found.add(other);
      visit(other.after);
    }
  };
  visit(phase.after);
  return [...found];
}
