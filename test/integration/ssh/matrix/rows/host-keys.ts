import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashed, publicKey } from '../site.ts';
import type { Site, Situation } from '../situation.ts';

const lineOf = ({ port }: Site, key: string, marker = '') => `${marker}[127.0.0.1]:${port} ${key}\n`;
const all = (site: Site, marker = '') =>
  site.machine.hostKeys.map((key) => lineOf(site, key, marker)).join('');

export const HOST_KEYS: readonly Situation[] = [
  {
    name: 'unknown host key',
    knownHosts: () => '',
    expected: {
      cause: 'host-key',
      what: /unknown host key: SHA256:/,
      why: /no line for \[127\.0\.0\.1\]:\d+/,
      next: /trust/,
    },
  },
  {
    name: 'host key that only port 22 of the address has',
    clients: ['ssh2'],
    knownHosts: ({ machine: { hostKeys } }) => hostKeys.map((key) => `127.0.0.1 ${key}\n`).join(''),
    expected: {
      cause: 'host-key',
      what: /unknown host key: SHA256:/,
      why: /no line for \[127\.0\.0\.1\]:\d+/,
      next: /trust/,
    },
  },
  {
    name: 'host key that only port 22 of the address has, which OpenSSH accepts',
    knownHosts: ({ machine: { hostKeys } }) => hostKeys.map((key) => `127.0.0.1 ${key}\n`).join(''),
    clients: ['openssh'],
    expected: 'connected',
  },
  {
    name: 'changed host key',
    knownHosts: (site) => lineOf(site, publicKey(site.key('other1'))),
    expected: {
      cause: 'host-key',
      what: /the host key has changed: SHA256:/,
      why: /reinstalled, .* or an attacker/,
      next: /ssh-keygen -R '\[127\.0\.0\.1\]:\d+'/,
      lines: /^known: /,
    },
  },
  {
    name: 'revoked host key',
    knownHosts: (site) => all(site) + all(site, '@revoked '),
    expected: {
      cause: 'host-key',
      what: /revoked host key: SHA256:/,
      why: /marked as @revoked/,
      next: /generate a new host key/,
    },
  },
  {
    name: 'hashed known_hosts',
    knownHosts: (site) => {
      const path = join(site.machine.directory, 'to-hash');
      writeFileSync(path, all(site));
      return hashed(path);
    },
    expected: 'connected',
  },
  {
    name: 'known_hosts with lines that cannot be parsed',
    knownHosts: (site) => `nonsense\n|1|x|y ssh-rsa AAAA\n${all(site)}`,
    expected: 'connected',
  },
  {
    name: 'known_hosts with a pattern',
    knownHosts: ({ machine, port }) => machine.hostKeys.map((key) => `[127.0.*]:${port} ${key}\n`).join(''),
    expected: 'connected',
  },
  {
    name: 'new host key that is accepted',
    knownHosts: () => '',
    options: () => ({ acceptNewHostKeys: true }),
    expected: 'connected',
  },
];
