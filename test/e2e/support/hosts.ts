import { exec } from '../../lab/containers.ts';
import { tenHosts } from '../../lab/hosts.ts';
import { leaksIn } from './secrets.ts';

/**
 * Directories to which Quorate, or a program that it starts, may write. Directories of the product are not included.
 */
const DIRECTORIES = [
  '/var/lib/quorate',
  '/etc/quorate',
  '/run/quorate',
  '/tmp',
  '/var/tmp',
  '/home',
  '/dev/shm',
];

/**
 * journalctl filters for SSH logins and for Quorate's jobs. Other units are not checked: etcd itself logs its token at
 * each start.
 */
const JOURNALS = [
  ['-t', 'sudo', '-t', 'sshd', '-t', 'systemd'],
  ['-u', 'quorate-*'],
];

/** Finds secrets in any form in files and journals. Returns `host: path` or `host: journal: secret`. */
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
  // grep exits 1 if it finds nothing, and 2 if a directory does not exist
  const files = await exec(host, ['grep', '-rlsF', '-f', '-', ...DIRECTORIES], { input, timeoutMs: 60_000 });
  const journals = await Promise.all(
    JOURNALS.map((which) =>
      exec(host, ['journalctl', '--no-pager', '-o', 'cat', ...which], { timeoutMs: 60_000 }),
    ),
  );
  const journal = journals.map(({ stdout }) => stdout).join('\n');
  return [
    ...files.stdout.split('\n').filter(Boolean),
    ...leaksIn(journal, secrets).map((name) => `journal: ${name}`),
  ].map((where) => `${host}: ${where}`);
}
