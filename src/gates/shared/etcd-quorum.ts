import { commandStep, inOrder, manual, shellOn, type Next } from '../../model/next-step.ts';
import { etcdAlarms, etcdHealthy, etcdMembers } from '../../components/etcd/answers.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { MemberAnswers } from '../../model/health/gate.ts';
import type { ListedEtcdMember, Membership } from '../../model/health/membership.ts';
import type { AbsolutePath, HostName } from '../../model/names.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from '../findings.ts';
import type { Gate } from '../gate.ts';
import { queriedMembers, wrongListing } from '../listing.ts';
import { queryMembers } from '../query-members.ts';
import type { GatePlatform } from '../gate-platform.ts';
import { classifyAnswer } from '../classify-answer.ts';
import { listMember, thenVerify } from '../advice.ts';

type Args = { readonly expected: Membership['expected'] };

/** Passes if etcd on every database sees a quorum, has no alarm and lists exactly the databases of the inventory. */
export const etcdQuorum = (platform: GatePlatform): Gate => ({
  title: 'etcd has its quorum',
  ready: "every database's etcd is healthy, has no alarm, and lists exactly the members of the inventory",
  timing: { timeoutMs: 3 * MINUTE, intervalMs: 2 * SECOND, consecutive: 2 },
  log: platform.installLog,
  queries: queryMembers(platform, 'database', ['etcd', 'etcdMembers', 'etcdStatus']),
  judge: (answers, args) => {
    const { expected } = args as Args;
    return verdictOf(
      queriedMembers(expected).map(({ host }) =>
        judgeMember(host, answers[host] ?? {}, { expected, platform }),
      ),
    );
  },
});

function judgeMember(
  host: HostName,
  answers: MemberAnswers,
  { expected, platform }: Args & { readonly platform: GatePlatform },
): Finding {
  const missing = thenVerify(shellOn(host, `journalctl -u ${platform.etcdUnit} -n 50`));
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
  const alarm = alarmOf(host, { answers, members, platform });
  if (alarm) return alarm;
  const healthy = etcdHealthy(answers.etcd);
  if (healthy) return good(host, `healthy, lists ${members.length} of ${expected.length} members`);
  if (healthy === false)
    return bad(host, 'sees no quorum', { class: 'health', hint: missing, cause: 'quorum' });
  return bad(host, 'does not report its health', { class: 'health', hint: missing });
}

/** Every member reports an alarm of one member, and refuses writes. */
function alarmOf(
  host: HostName,
  {
    answers,
    members,
    platform: { etcdLogin: login },
  }: {
    readonly answers: MemberAnswers;
    readonly members: readonly ListedEtcdMember[];
    readonly platform: GatePlatform;
  },
): Finding | undefined {
  const [first] = etcdAlarms(answers.etcdStatus);
  if (!first || login === undefined) return undefined;
  const of = members.find(({ id }) => id === first.id)?.name ?? first.id;
  const other = members.find(({ name }) => name !== of && name !== '')?.name ?? host;
  return lost(host, `alarm ${first.alarm} of ${of}: etcd refuses writes`, {
    class: 'health',
    hint: thenVerify(afterAlarm(first.alarm, { other, of, login })),
  });
}

/** Defragmentation frees the space that compaction has emptied. A member with corrupt data gets that of the others. */
function afterAlarm(
  alarm: string,
  { other, of, login }: { readonly other: HostName; readonly of: string; readonly login: AbsolutePath },
): Next {
  if (alarm !== 'CORRUPT')
    return shellOn(other, `. ${login} && etcdctl defrag --cluster && etcdctl alarm disarm`);
  return inOrder(
    manual(`stop and empty ${of}`),
    shellOn(other, `. ${login} && etcdctl alarm disarm`),
    commandStep('replace-host', { host: of }),
  );
}
