import type { Host } from '../model/cluster.ts';
import type { GateName } from '../model/names.ts';
import type { Lane } from '../model/plan/plan.ts';
import type { Action, Step, MemberOperation } from '../model/plan/step.ts';
import { upHosts, type PhaseInput } from './phase.ts';

/** A step without its id and host. */
export interface Draft {
  readonly slug: string;
  readonly title: string;
  readonly action: Action;
  readonly operation?: MemberOperation;
  readonly passes?: GateName;
  readonly before?: readonly Step[];
}

/**
 * Returns one lane (the steps on one host, in order) for each selected host that has steps. It makes each lane when the
 * lane is read. Step ids are `<phase>/<host>/<slug>`.
 */
export function* lanesOf(input: PhaseInput, draft: (host: Host) => readonly Draft[]): Iterable<Lane> {
  for (const host of input.hosts) {
    const steps = draft(host).map((step) => named(input, host, step));
    if (steps.length > 0) yield { host: host.name, steps };
  }
}

function named({ phase }: PhaseInput, host: Host, { slug, ...step }: Draft): Step {
  return { id: `${phase}/${host.name}/${slug}`, host: host.name, ...step };
}

/**
 * Returns one lane (a list of steps, in order) that runs on any one of the hosts that are up; no lane if all of them
 * are down.
 */
export function anyLane(
  input: PhaseInput,
  hosts: readonly Host[],
  drafts: readonly Draft[],
): readonly Lane[] {
  const up = upHosts(input, hosts);
  const [first] = up;
  if (!first || drafts.length === 0) return [];
  const anyOf = up.map(({ name }) => name);
  const steps = drafts.map(({ slug, ...step }) => ({
    id: `${input.phase}/${first.name}/${slug}`,
    host: { anyOf },
    ...step,
  }));
  return [{ host: first.name, steps }];
}
