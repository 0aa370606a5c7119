import { shellOn } from '../../../model/next-step.ts';
import { listDatabases } from '../commands/databases.ts';
import { databasesTable, DBS_LIST_CODES } from '../observe/databases.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, unanswered, verdictOf } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';

type Args = {
  readonly host?: HostName;
  readonly node?: string;
  readonly present?: boolean;
  /** Addresses of the databases after the command. A list that contains none of them is ignored. */
  readonly expected?: readonly string[];
};

/**
 * Passes if the given manager uses the given database (or does not, with `present: false`). Steps are skipped if this
 * gate passes. On a manager, `dbs list` prints the databases in cloudify-rest.conf (pg.py, 1194); its exit code depends
 * on their health. Without a leader it lists nothing and exits 1, so a list counts only if it contains an expected
 * database.
 */
export const databasesUsed: Gate = {
  title: 'a manager uses a database',
  ready: 'a manager uses a database, or does not; decides whether a step has anything left to do',
  timing: { timeoutMs: 0, intervalMs: SECOND, consecutive: 1 },
  queries: (cluster) => {
    const command = listDatabases(knownRelease(cluster.version));
    const probes = { dbs: { kind: 'command', command } } as const;
    return { queries: hostsOf(cluster, 'manager').map(({ name }) => ({ host: name, probes })), args: {} };
  },
  judge: (answers, args) => {
    const { host = '', node = '', present, expected = [] } = args as Args;
    const answer = answers[host]?.dbs;
    const hint = shellOn(host, 'cfy_manager dbs list');
    const trouble = classifyAnswer(answer, ...DBS_LIST_CODES);
    if (trouble) return verdictOf([unanswered(host, trouble, { otherwise: hint })]);
    const words = databasesTable(answer);
    if (!expected.some((address) => words.includes(address))) {
      return verdictOf([bad(host, 'lists none of the expected databases', { class: 'membership', hint })]);
    }
    const listed = words.includes(node);
    const line = listed ? `uses ${node}` : `does not use ${node}`;
    const as = listed === present ? good(host, line) : bad(host, line, { class: 'membership', hint });
    return verdictOf([as]);
  },
};
