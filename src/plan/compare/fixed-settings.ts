import type { Problem } from '../../errors/errors.ts';
import { manual } from '../../model/next-step.ts';
import type { ComparedStep } from './compare.ts';

/** Changed settings that no command applies to a member, with the members that would need them. */
export function fixedSettings(steps: readonly ComparedStep[]): readonly Problem[] {
  const members = steps.flatMap(({ step: { action }, host, state }) => {
    const fixed = action.kind === 'job' && state.kind === 'requires' ? (action.fixed ?? []) : [];
    const changed = state.kind === 'requires' ? state.changed.filter((name) => fixed.includes(name)) : [];
    return changed.length === 0 ? [] : [{ host, settings: changed.join(', ') }];
  });
  return [...new Set(members.map(({ settings }) => settings))].map((settings) => ({
    where: members.flatMap((member) => (member.settings === settings ? [member.host] : [])).join(', '),
    what: `these settings differ from those of the running member, and cannot be changed: ${settings}`,
    why: 'the cluster was created with the former value; nothing was changed',
    next: manual('restore the former value in the inventory or in the secrets'),
  }));
}
