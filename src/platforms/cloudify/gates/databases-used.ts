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
  /** Addresses of the databases that there will be: a list that names none of them is none. */
  readonly expected?: readonly string[];
};

/**
 * Does one manager use a database? The guard of steps: on a manager `dbs list` lists what cloudify-rest.conf has
 * (pg.py, 1194), whatever its exit code says of their health. Without a leader it lists nothing and exits 1: a list
 * is believed only if it names a database that is expected.
 */
export const databasesUsed: Gate = {
  title: 'a manager uses a database',
  timing: { timeoutMs: 0, intervalMs: SECOND, consecutive: 1 },
  asks: (cluster) => {
    const command = listDatabases(knownRelease(cluster.version));
    const probes = { dbs: { kind: 'command', command } } as const;
    return { asks: hostsOf(cluster, 'manager').map(({ name }) => ({ host: name, probes })), args: {} };
  },
  judge: (answers, args) => {
    const { host = '', node = '', present, expected = [] } = args as Args;
    const answer = answers[host]?.dbs;
    const hint = `on ${host}: cfy_manager dbs list`;
    const trouble = classifyAnswer(answer, ...DBS_LIST_CODES);
    if (trouble) return verdictOf([unanswered(host, trouble, { otherwise: hint })]);
    const words = databasesTable(answer);
    if (!expected.some((address) => words.includes(address))) {
      return verdictOf([bad(host, 'lists no database', { cause: 'membership', hint })]);
    }
    const listed = words.includes(node);
    const line = listed ? `uses ${node}` : `does not use ${node}`;
    const as = listed === present ? good(host, line) : bad(host, line, { cause: 'membership', hint });
    return verdictOf([as]);
  },
};
