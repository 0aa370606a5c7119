import { shellOn } from '../../model/next-step.ts';
import { etcdHealthy, etcdMembers } from '../../components/etcd/answers.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { MemberAnswers } from '../../model/health/gate.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { Gate } from '../gate.ts';
import { queriedMembers, wrongListing } from '../listing.ts';
import { queryMembers } from '../query-members.ts';
import type { GatePlatform } from '../gate-platform.ts';
import { classifyAnswer } from '../classify-answer.ts';
import { listMember, thenVerify } from '../advice.ts';

type Args = { readonly expected: Membership['expected'] };

/** Passes if etcd on every database sees a quorum and lists exactly the databases of the inventory. */
export const etcdQuorum = (platform: GatePlatform): Gate => ({
  title: 'etcd has its quorum',
  ready: "every database's etcd is healthy, and each lists exactly the members of the inventory",
  timing: { timeoutMs: 3 * MINUTE, intervalMs: 2 * SECOND, consecutive: 2 },
  log: platform.installLog,
  queries: queryMembers(platform, 'database', ['etcd', 'etcdMembers']),
  judge: (answers, args) => {
    const { expected } = args as Args;
    return verdictOf(
      queriedMembers(expected).map(({ host }) =>
        judgeMember(host, answers[host] ?? {}, { expected, unit: platform.etcdUnit }),
      ),
    );
  },
});

function judgeMember(
  host: HostName,
  answers: MemberAnswers,
  { expected, unit }: Args & { readonly unit: string },
): Finding {
  const missing = thenVerify(shellOn(host, `journalctl -u ${unit} -n 50`));
  const trouble = classifyAnswer(answers.etcd, 200, 503) ?? classifyAnswer(answers.etcdMembers, 200);
  if (trouble) return unanswered(host, trouble, { otherwise: missing });
  const members = etcdMembers(answers.etcdMembers);
  if (!members) return bad(host, 'does not list its members', { class: 'health', hint: missing });
  const nodes = members.map((member) => member.address);
  const wrong = wrongListing(host, nodes, {
    expected,
    verb: 'list',
    hints: { foreign: listMember, missing },
  });
  if (wrong) return wrong;
  const healthy = etcdHealthy(answers.etcd);
  if (healthy) return good(host, `healthy, lists ${members.length} of ${expected.length} members`);
  if (healthy === false)
    return bad(host, 'sees no quorum', { class: 'health', hint: missing, cause: 'quorum' });
  return bad(host, 'does not report its health', { class: 'health', hint: missing });
}
