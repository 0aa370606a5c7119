import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519Pair } from './ed25519.ts';
import { accounts, allHosts, everyHost, type LabHost } from './hosts.ts';
import { paths } from './paths.ts';

/**
 * Creates missing files of the lab: the login key, one host key per host (kept over resets, so that known_hosts stays
 * valid), and the files that are copied into /etc/ssh of each host.
 */
export function ensureAccess(): void {
  const known = everyHost.flatMap((host) => {
    const line = ensureHostFiles(host);
    return allHosts.includes(host) ? [line] : [];
  });
  writeFileSync(paths.knownHosts, `${known.join('\n')}\n`, { mode: 0o644 });
}

/** Creates missing files for /etc/ssh of a host. @returns its line in known_hosts */
export function ensureHostFiles({ name, address }: Pick<LabHost, 'name' | 'address'>): string {
  mkdirSync(paths.lab, { recursive: true, mode: 0o700 });
  ensureKey(paths.key, 'quorate-lab');
  const login = readFileSync(`${paths.key}.pub`, 'utf8');
  const files = paths.hostFiles(name);
  const authorized = join(files, 'authorized_keys');
  mkdirSync(authorized, { recursive: true, mode: 0o755 });
  for (const account of ['root', accounts.free, accounts.asking])
    writeFileSync(join(authorized, account), login, { mode: 0o644 });
  const key = join(files, 'ssh_host_ed25519_key');
  ensureKey(key, name);
  const [type, blob] = readFileSync(`${key}.pub`, 'utf8').split(' ');
  return `${name},${address} ${type} ${blob}`;
}

/** Digest of this clone's keys. Containers of another clone carry other keys and cannot be used from here. */
export function accessId(): string {
  return createHash('sha256')
    .update(readFileSync(paths.knownHosts))
    .update(readFileSync(`${paths.key}.pub`))
    .digest('hex')
    .slice(0, 16);
}

function ensureKey(path: string, comment: string): void {
  if (existsSync(path) && existsSync(`${path}.pub`)) return;
  const pair = ed25519Pair(comment);
  writeFileSync(path, `${pair.private}\n`, { mode: 0o600 });
  writeFileSync(
    `${path}.pub`,
    `${pair.public} ${pair.public.endsWith(comment) ? '' : comment}`.trimEnd() + '\n',
    { mode: 0o644 },
  );
}
