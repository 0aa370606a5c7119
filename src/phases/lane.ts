import type { Host } from '../model/cluster.ts';
import type { Lane } from '../model/plan/plan.ts';
import type { Action, Step, MemberOperation } from '../model/plan/step.ts';
import { upHosts, type PhaseInput } from './phase.ts';

/** A step before it has its id. */
export interface Draft {
  readonly slug: string;
  readonly title: string;
  readonly action: Action;
  readonly operation?: MemberOperation;
  readonly before?: readonly Step[];
}

/** One lane for every selected host that has steps, each named `<phase>/<host>/<slug>`. */
export function lanesOf(input: PhaseInput, draft: (host: Host) => readonly Draft[]): readonly Lane[] {
  return input.hosts
    .map((host) => ({ host: host.name, steps: draft(host).map((step) => named(input, host, step)) }))
    .filter((lane) => lane.steps.length > 0);
}

function named({ phase }: PhaseInput, host: Host, { slug, ...step }: Draft): Step {
  return { id: `${phase}/${host.name}/${slug}`, host: host.name, ...step };
}

/** One lane, whose steps run on whichever of these hosts answers; none where there is no such host. */
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
