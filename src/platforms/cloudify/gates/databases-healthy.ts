import { shellOn, inOrder } from '../../../model/next-step.ts';
import { listDatabases } from '../commands/databases.ts';
import { PRODUCT_LOG } from '../product/paths.ts';
import { databasesState, DBS_LIST_CODES } from '../observe/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { Membership } from '../../../model/health/membership.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { queriedMembers } from '../../../gates/listing.ts';
import { expectedOf, registry } from '../probes/probes.ts';
import { registered } from '../probes/registered-members.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { thenVerify } from '../../../gates/advice.ts';

type Args = { readonly expected: Membership['expected']; readonly managers: readonly HostName[] };

/**
 * Passes if the product's own check reports healthy on every database, and installed managers have registered exactly the
 * databases of the inventory.
 */
export const databasesHealthy: Gate = {
  title: 'the product reports its databases as healthy',
  ready:
    'cfy_manager dbs list exits with 0 on every database and, if a manager is installed, the registered databases are those of the inventory',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 10 * SECOND, consecutive: 1 },
  log: PRODUCT_LOG,
  queries: (cluster, material) => {
    const expected = expectedOf(cluster, 'database');
    if (expected.length === 0) return { queries: [], args: { expected, managers: [] } satisfies Args };
    const managers = hostsOf(cluster, 'manager');
    const probes = {
      dbs: { kind: 'command', command: listDatabases(knownRelease(cluster.version)) },
    } as const;
    const registries = managers.map((host) => ({
      host: host.name,
      probes: { databases: registry('databases', host, { cluster, material }) },
    }));
    return {
      queries: [...expected.map(({ host }) => ({ host, probes })), ...registries],
      args: { expected, managers: managers.map((host) => host.name) } satisfies Args,
    };
  },
  judge: (answers, args) => {
    const { expected, managers } = args as Args;
    return verdictOf([
      ...queriedMembers(expected).map(({ host }) => judgeDatabase(host, answers[host]?.dbs)),
      ...managers.map((host) =>
        registered(host, 'databases', { answer: answers[host]?.databases, expected, hints: hintsFor(host) }),
      ),
    ]);
  },
};

function hintsFor(host: HostName) {
  return {
    foreign: (address: string) => thenVerify(shellOn(host, `cfy_manager dbs remove -a ${address}`)),
    missing: ({ node }: Membership['expected'][number]) =>
      inOrder(shellOn(host, `cfy_manager dbs add -a ${node}`), shellOn(host, 'cfy cluster db-nodes update')),
  };
}

function judgeDatabase(host: HostName, answer: Answer | undefined): Finding {
  const hint = thenVerify(shellOn(host, 'cfy_manager dbs list'));
  const trouble = classifyAnswer(answer, ...DBS_LIST_CODES);
  if (trouble) return unanswered(host, trouble, { otherwise: hint });
  const { code, error } = databasesState(answer) ?? { code: 0 };
  if (code === 0) return good(host, 'dbs list: healthy');
  const state = code === 1 ? 'degraded' : 'down';
  return bad(host, `dbs list: ${error ?? state} (exit ${code})`, { class: 'health', hint });
}
