import { etcdHealthy, etcdMembers } from '../cloudify/observe/etcd.ts';
import { PRODUCT_LOG } from '../cloudify/paths.ts';
import { MINUTE, SECOND } from '../model/duration.ts';
import type { Answer } from '../model/gate.ts';
import { compareNodes, type Membership } from '../model/membership.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from './findings.ts';
import type { Gate } from './gate.ts';
import { askMembers } from './probes.ts';
import { troubleOf } from './trouble.ts';

type Args = { readonly expected: Membership['expected'] };

const LOOK = 'on that host: journalctl -u etcd -n 50; then: quorate verify INVENTORY';

/** Every database's etcd sees a quorum and lists exactly the databases of the inventory. */
export const etcdQuorum: Gate = {
  title: 'etcd has its quorum',
  timing: { timeoutMs: 3 * MINUTE, intervalMs: 2 * SECOND, consecutive: 2 },
  log: PRODUCT_LOG,
  asks: (cluster, material) => askMembers('database', ['etcd', 'etcdMembers'], { cluster, material }),
  judge: (answers, args) => {
    const { expected } = args as Args;
    return verdictOf(expected.map(({ host }) => look(host, answers[host] ?? {}, expected)));
  },
};

function look(host: string, answers: Readonly<Record<string, Answer>>, expected: Args['expected']): Finding {
  const trouble = troubleOf(answers.etcd, 200, 503) ?? troubleOf(answers.etcdMembers, 200);
  if (trouble) return unanswered(host, trouble, { otherwise: LOOK });
  const members = etcdMembers(answers.etcdMembers);
  if (!members) return bad(host, 'does not tell its members', { cause: 'health', hint: LOOK });
  const { foreign, missing } = compareNodes(
    members.map((member) => member.address),
    expected,
  );
  if (foreign.length > 0) return strangers(host, foreign);
  if (missing.length > 0)
    return bad(host, `does not list ${missing.join(', ')}`, { cause: 'membership', hint: LOOK });
  if (!etcdHealthy(answers.etcd)) return bad(host, 'sees no quorum', { cause: 'health', hint: LOOK });
  return good(host, `healthy, lists ${members.length} of ${expected.length} members`);
}

function strangers(host: string, foreign: readonly string[]): Finding {
  const hint = 'add them to the inventory, or: quorate remove-database; then: quorate verify INVENTORY';
  return lost(host, `lists ${foreign.join(', ')}, not in the inventory`, { cause: 'membership', hint });
}
