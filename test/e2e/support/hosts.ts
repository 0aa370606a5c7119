import { exec } from '../../lab/containers.ts';
import { tenHosts } from '../../lab/hosts.ts';
import { leaksIn } from './secrets.ts';

/** Where Quorate writes, and where what it starts might leave something. What the product keeps for itself is not here. */
const PLACES = ['/var/lib/quorate', '/etc/quorate', '/run/quorate', '/tmp', '/var/tmp', '/home', '/dev/shm'];

/** Who logs for us: the way in, and our jobs. (etcd writes its token into the journal at every start: its own doing.) */
const OURS = [
  ['-t', 'sudo', '-t', 'sshd', '-t', 'systemd'],
  ['-u', 'quorate-*'],
];

/** Files of Quorate's places, and the journal, that hold a secret in any form: `host: where: secret`. */
export async function leaksOnHosts(
  secrets: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  const found = await Promise.all(tenHosts.map(({ name }) => leaksOn(name, secrets)));
  return found.flat();
}

async function leaksOn(
  host: string,
  secrets: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  const input = [...secrets.values()].flat().join('\n');
  // grep says 1 when it finds nothing, 2 for a place that does not exist
  const files = await exec(host, ['grep', '-rlsF', '-f', '-', ...PLACES], { input, timeoutMs: 60_000 });
  const journals = await Promise.all(
    OURS.map((which) =>
      exec(host, ['journalctl', '--no-pager', '-o', 'cat', ...which], { timeoutMs: 60_000 }),
    ),
  );
  const journal = journals.map(({ stdout }) => stdout).join('\n');
  return [
    ...files.stdout.split('\n').filter(Boolean),
    ...leaksIn(journal, secrets).map((name) => `journal: ${name}`),
  ].map((where) => `${host}: ${where}`);
}
