import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519Pair } from './ed25519.ts';
import { accounts, allHosts, everyHost } from './hosts.ts';
import { paths } from './paths.ts';

/**
 * Creates missing files of the lab: the login key, one host key per host (kept over resets, so that known_hosts stays
 * valid), and the files that are copied into /etc/ssh of each host.
 */
export function ensureAccess(): void {
  mkdirSync(paths.lab, { recursive: true, mode: 0o700 });
  ensureKey(paths.key, 'quorate-lab');
  const login = readFileSync(`${paths.key}.pub`, 'utf8');
  const known: string[] = [];
  for (const host of everyHost) {
    const files = paths.hostFiles(host.name);
    const authorized = join(files, 'authorized_keys');
    mkdirSync(authorized, { recursive: true, mode: 0o755 });
    for (const account of ['root', accounts.free, accounts.asking])
      writeFileSync(join(authorized, account), login, { mode: 0o644 });
    const key = join(files, 'ssh_host_ed25519_key');
    ensureKey(key, host.name);
    const [type, blob] = readFileSync(`${key}.pub`, 'utf8').split(' ');
    if (allHosts.includes(host)) known.push(`${host.name},${host.address} ${type} ${blob}`);
  }
  writeFileSync(paths.knownHosts, `${known.join('\n')}\n`, { mode: 0o644 });
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
