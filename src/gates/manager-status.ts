import { registeredManagers } from '../cloudify/observe/manager.ts';
import { PRODUCT_LOG } from '../cloudify/paths.ts';
import { knownRelease } from '../cloudify/versions.ts';
import { MINUTE, SECOND } from '../model/duration.ts';
import type { Answer } from '../model/gate.ts';
import { compareNodes, type Membership } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import { bad, good, lost, unanswered, verdictOf, type Finding } from './findings.ts';
import type { Gate } from './gate.ts';
import { askMembers } from './probes.ts';
import { troubleOf } from './trouble.ts';

type Args = { readonly expected: Membership['expected']; readonly okEndpoint: boolean };
type MemberAnswers = Readonly<Record<string, Answer>>;

const LOOK = 'on that host: cfy status; then: quorate verify INVENTORY';
const CREDENTIALS =
  "compare the inventory's manager_admin_password with the one in use (cfy users set-password)";

/** Every manager answers 401 to a status without credentials, says OK of itself, and has registered the others. */
export const managerStatus: Gate = {
  title: 'every manager answers and is well',
  timing: { timeoutMs: 10 * MINUTE, intervalMs: 5 * SECOND, consecutive: 2 },
  founds: 'manager',
  log: PRODUCT_LOG,
  asks: (cluster, material) => {
    const { asks, args } = askMembers('manager', ['status', 'ok', 'managers'], { cluster, material });
    return { asks, args: { ...args, okEndpoint: knownRelease(cluster.version).okEndpoint } };
  },
  judge: (answers, args) => {
    const { expected, okEndpoint } = args as Args;
    return verdictOf(
      expected.map(({ host }) => {
        const asked = answers[host] ?? {};
        return unwell(host, asked, okEndpoint) ?? registry(host, asked.managers, { expected, okEndpoint });
      }),
    );
  },
};

function unwell(host: HostName, { status, ok }: MemberAnswers, okEndpoint: boolean): Finding | undefined {
  const trouble = troubleOf(status, 401);
  if (trouble) return unanswered(host, { ...trouble, line: `status: ${trouble.line}` }, { otherwise: LOOK });
  const notOk = okEndpoint ? troubleOf(ok, 200) : undefined;
  return notOk && unanswered(host, { ...notOk, line: `status 401, ok: ${notOk.line}` }, { otherwise: LOOK });
}

/** A registry that a manager would not tell for another reason than its credentials does not hold the gate up. */
function registry(host: HostName, answer: Answer | undefined, { expected, okEndpoint }: Args): Finding {
  const wellLine = okEndpoint ? 'status 401, ok 200' : 'status 401';
  const trouble = troubleOf(answer, 200);
  if (trouble?.cause === 'credentials') {
    return unanswered(host, { ...trouble, line: `managers: ${trouble.line}` }, { otherwise: CREDENTIALS });
  }
  const names = registeredManagers(answer);
  if (!names) return good(host, wellLine);
  const { foreign, missing } = compareNodes(names, expected);
  if (foreign.length > 0) {
    const hint = `add it to the inventory, or on ${host}: cfy cluster remove ${foreign[0]}`;
    return lost(host, `has ${foreign.join(', ')} registered, not in the inventory`, {
      cause: 'membership',
      hint,
    });
  }
  if (missing.length === 0) return good(host, `${wellLine}, ${names.length} managers registered`);
  const hint = `on ${host}: cfy cluster managers list; then: quorate verify INVENTORY`;
  return bad(host, `${missing.join(', ')} not registered`, { cause: 'membership', hint });
}
