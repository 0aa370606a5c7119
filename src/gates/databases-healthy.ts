import { listDatabases } from '../cloudify/commands.ts';
import { PRODUCT_LOG } from '../cloudify/paths.ts';
import { hostsOf } from '../model/cluster.ts';
import { MINUTE, SECOND } from '../model/duration.ts';
import type { Answer } from '../model/gate.ts';
import type { HostName } from '../model/names.ts';
import { bad, good, unanswered, verdictOf, type Finding } from './findings.ts';
import type { Gate } from './gate.ts';
import { troubleOf } from './trouble.ts';

type Args = { readonly hosts: readonly HostName[] };

/** The product itself calls its databases healthy, asked on every one of them. */
export const databasesHealthy: Gate = {
  title: 'cfy_manager dbs list says healthy',
  timing: { timeoutMs: 5 * MINUTE, intervalMs: 10 * SECOND, consecutive: 1 },
  log: PRODUCT_LOG,
  asks: (cluster) => {
    const hosts = hostsOf(cluster, 'database').map((host) => host.name);
    const probes = { dbs: { kind: 'command', command: listDatabases() } } as const;
    return { asks: hosts.map((host) => ({ host, probes })), args: { hosts } satisfies Args };
  },
  judge: (answers, args) => {
    const { hosts } = args as Args;
    return verdictOf(hosts.map((host) => look(host, answers[host]?.dbs)));
  },
};

/** Exit 0 healthy, 1 degraded (or an error), 2 down (cfy_manager/main.py, 377). */
function look(host: HostName, answer: Answer | undefined): Finding {
  const hint = `on ${host}: cfy_manager dbs list; then: quorate verify INVENTORY`;
  const trouble = troubleOf(answer, 0, 1, 2);
  if (trouble) return unanswered(host, trouble, { otherwise: hint });
  const code = answer?.kind === 'exited' ? answer.code : 0;
  if (code === 0) return good(host, 'dbs list: healthy');
  const failure = answer?.kind === 'exited' ? /^.*ERROR - (.*)$/m.exec(answer.stderr)?.[1] : undefined;
  const state = code === 1 ? 'degraded' : 'down';
  return bad(host, `dbs list: ${failure ?? state} (exit ${code})`, { cause: 'health', hint });
}
