import type { Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import type { Draft } from '../../../phases/lane.ts';
import { keptMembersOf, upHosts, type PhaseInput } from '../../../phases/phase.ts';
import { awaitPatroni, restartLeaderInPlace, setSharedParameters } from '../commands/databases.ts';
import { allSharedParameters } from '../config/parameters.ts';

/** Runs before a database restarts or joins: writes the shared parameters to etcd, where Patroni reads them. */
export function applySharedParameters(input: PhaseInput, host: Host): Step {
  const { after } = input;
  return onAnyMember(input, host, {
    slug: 'shared-parameters',
    title: 'write the parameters that all databases share to etcd',
    action: {
      kind: 'run',
      command: setSharedParameters(after, allSharedParameters(after)),
      unless: 'repeatable',
    },
  });
}

/**
 * Runs before a database restarts, once the parameters are in etcd: if one of those that a standby must not have smaller
 * than its leader becomes smaller, restarts the leader first, in place. A standby that restarted first would keep the
 * leader's value. Source: Patroni's documentation, "Patroni configuration".
 */
export function shrinkParameters(input: PhaseInput, host: Host): readonly Step[] {
  const unless = { gate: 'parameters-fit', args: {} } as const;
  return [
    onAnyMember(input, host, {
      slug: 'await-patroni',
      title: 'wait until Patroni has read the smaller parameters',
      action: { kind: 'run', command: awaitPatroni, unless },
    }),
    onAnyMember(input, host, {
      slug: 'restart-leader',
      title: 'restart the leader in place if a parameter becomes smaller',
      action: { kind: 'run', command: restartLeaderInPlace(input.after), unless },
      passes: 'parameters-reduced',
    }),
  ];
}

/** A step on any member that runs already. A database that joins has no configuration of a running etcd yet. */
function onAnyMember(input: PhaseInput, { name }: Host, { slug, ...step }: Draft): Step {
  const members = upHosts(input, keptMembersOf(input, 'database'));
  return { id: `${input.phase}/${name}/${slug}`, ...step, host: { anyOf: members.map((one) => one.name) } };
}
