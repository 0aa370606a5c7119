import { shellOn, either, manual } from '../../../model/next-step.ts';
import { registeredManagers } from '../observe/manager.ts';
import { PRODUCT_LOG } from '../product/paths.ts';
import { knownRelease } from '../product/versions.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { Answer, MemberAnswers } from '../../../model/health/gate.ts';
import type { Membership } from '../../../model/health/membership.ts';
import type { HostName } from '../../../model/names.ts';
import { good, unanswered, verdictOf, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { queriedMembers, wrongListing } from '../../../gates/listing.ts';
import { membershipQuery } from '../probes/membership-query.ts';
import { queryMembers } from '../../../gates/query-members.ts';
import { classifyAnswer, type FailedQuery } from '../../../gates/classify-answer.ts';
import { checkPassword, thenVerify } from '../../../gates/advice.ts';

const queriesOf = queryMembers({ membershipQuery }, 'manager', ['status', 'ok', 'managers']);

type Args = { readonly expected: Membership['expected']; readonly okEndpoint: boolean };
/**
 * Passes if every manager returns 401 to a status request without credentials, returns 200 to `ok` (if the release has
 * it), and has registered exactly the managers of the inventory (if it returns their list).
 */
export const managerStatus: Gate = {
  title: 'every manager answers and is healthy',
  ready:
    "on every manager, GET /api/v3.1/status answers 401 and (from 6.0) /api/v3.1/ok answers 200, over TLS that the cluster's CA verifies; a manager that returns its registry has registered exactly the managers of the inventory",
  timing: { timeoutMs: 10 * MINUTE, intervalMs: 5 * SECOND, consecutive: 2 },
  bootstraps: 'manager',
  log: PRODUCT_LOG,
  queries: (cluster, material) => {
    const { queries, args } = queriesOf(cluster, material);
    return { queries, args: { ...args, okEndpoint: knownRelease(cluster.version).okEndpoint } };
  },
  judge: (answers, args) => {
    const { expected, okEndpoint } = args as Args;
    return verdictOf(
      queriedMembers(expected).map(({ host }) => {
        const received = answers[host] ?? {};
        return (
          unhealthy(host, received, okEndpoint) ?? registry(host, received.managers, { expected, okEndpoint })
        );
      }),
    );
  },
};

function unhealthy(host: HostName, { status, ok }: MemberAnswers, okEndpoint: boolean): Finding | undefined {
  const trouble = classifyAnswer(status, 401);
  if (trouble) return failing(host, 'status', trouble);
  const notOk = okEndpoint ? classifyAnswer(ok, 200) : undefined;
  return notOk && failing(host, 'status 401, ok', notOk);
}

/** Judges the registry of a healthy manager. A manager that does not return its registry passes, unless the credentials are wrong. */
function registry(host: HostName, answer: Answer | undefined, { expected, okEndpoint }: Args): Finding {
  const trouble = classifyAnswer(answer, 200);
  if (trouble?.class === 'credentials') return failing(host, 'managers', trouble);
  const healthy = okEndpoint ? 'status 401, ok 200' : 'status 401';
  const names = registeredManagers(answer);
  if (!names) return good(host, healthy);
  const hints = {
    foreign: (node: string) =>
      either(manual(`add ${node} to the inventory`), shellOn(host, `cfy cluster remove ${node}`)),
    missing: thenVerify(shellOn(host, 'cfy cluster managers list')),
  };
  const wrong = wrongListing(host, names, { expected, verb: 'register', hints });
  return wrong ?? good(host, `${healthy}, ${names.length} managers registered`);
}

function failing(host: HostName, what: string, trouble: FailedQuery): Finding {
  const credentials = checkPassword('manager_admin_password');
  const otherwise = thenVerify(shellOn(host, 'cfy status'));
  return unanswered(host, { ...trouble, line: `${what}: ${trouble.line}` }, { credentials, otherwise });
}
