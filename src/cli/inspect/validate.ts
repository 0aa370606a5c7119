import { EXIT, QuorateError, UsageError } from '../../errors/errors.ts';
import { together } from '../../errors/collect-problems.ts';
import { count, warningText } from '../../report/text.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { withJsonProblems } from './json-problems.ts';
import type { PLAYBOOK_FLAGS } from '../arguments/flags.ts';
import { readInventoryFile } from '../../inventory/load.ts';
import type { Edges } from '../program-environment.ts';
import { prepare } from '../run/prepare.ts';
import { sshConfigSource, unusableText } from '../run/ssh-config.ts';
import type { Prepared } from '../run/prepare.ts';
import type { Host } from '../../model/cluster.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/**
 * Loads the local files and builds the whole plan. Thereby reports every problem that would stop a deploy before the
 * deploy contacts a host.
 */
export const validateInventory = withJsonProblems<ArgumentsOf<typeof PLAYBOOK_FLAGS>>(async (args, edges) => {
  const preparing = prepare({ ...args, offline: true }, edges);
  const [prepared, ofSsh] = await together([preparing, checkSshFiles(args.inventory, preparing, edges)]);
  const { inventory, plan } = prepared;
  const warnings = [...prepared.warnings, ...ofSsh];
  const print = (text: string) => void edges.io.stdout.write(edges.mask.text(`${text}\n`));
  const { name, hosts } = inventory.cluster;
  if (args.output === 'json') {
    print(jsonOutput({ cluster: name, hosts: hosts.length, warnings, problems: [] }));
    return EXIT.done;
  }
  const counts = `${count(hosts.length, 'host')}, ${count(plan.phases.length, 'phase')} in ${plan.playbook}`;
  const lines = [...warnings.map(warningText), `${inventory.path}: valid: cluster ${name}, ${counts}`];
  print(lines.join('\n'));
  return EXIT.done;
});

/**
 * Checks the private keys and known_hosts files, which only SSH reads. In an invalid inventory, checks those of the
 * hosts without problems.
 * @returns warnings of files that ssh_config names, which both clients skip
 * @throws UsageError for files that the inventory names
 */
async function checkSshFiles(
  path: string,
  prepared: Promise<Prepared>,
  { io }: Edges,
): Promise<readonly string[]> {
  const hosts = await prepared.then(
    ({ inventory }) => inventory.cluster.hosts,
    () => validHosts(path, io.env),
  );
  if (hosts.length === 0) return [];
  const { sshFileProblems } = await import('../../transport/ssh/connect/local-files.ts');
  const problems = await sshFileProblems(hosts);
  if (problems.length > 0) throw new UsageError(problems);
  const { unusableFiles } = await import('../../transport/ssh/connect/configured-files.ts');
  const unusable = await unusableFiles(hosts, sshConfigSource(io)).catch((error: unknown) => {
    throw error instanceof QuorateError ? new UsageError(error.problems) : error;
  });
  return unusable.map(unusableText);
}

async function validHosts(path: string, env: EnvironmentVariables): Promise<readonly Host[]> {
  const read = await readInventoryFile(path, env).catch(() => undefined);
  return (read?.inventory?.cluster ?? read?.partial?.validCluster)?.hosts ?? [];
}
