// Commands and shells: cspell:ignore chage expiredate lastday runas stty tcsh
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { startMachine } from '../../../support/sshd/machine.ts';
import type { Machine } from '../../../support/sshd/machine.ts';
import { makeKey } from '../../../support/sshd/server.ts';
import { sshdVariants } from '../../../support/sshd/variants.ts';
import type { Variants } from '../../../support/sshd/variants.ts';
import type { OtherPort, Site, Situation } from './situation.ts';

/** The machine of the matrix, its sshd processes, and the ports that have no sshd. */
export interface World {
  readonly machine: Machine;
  siteOf(situation: Situation): Promise<Site>;
  /** A web server that a request through each connection reaches. */
  readonly web: string;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const machine = await startMachine();
  machine.shell(ACCOUNTS);
  writeFileSync(join(machine.directory, 'banner'), 'Authorized use only.\n'.repeat(500));
  const keys = makeKeys(machine.directory);
  for (const [name, restriction] of RESTRICTIONS)
    writeFileSync(join(machine.directory, name), `${restriction} ${publicKey(machine.identity)}\n`);
  const variants = sshdVariants(machine);
  const others = await otherPorts();
  const silentAgent = join(machine.directory, 'agent');
  const agent = createServer();
  await new Promise<void>((listening) => agent.listen(silentAgent, listening));
  let files = 0;
  return {
    machine,
    web: `http://127.0.0.1:${others.portOf('http')}/`,
    siteOf: async ({ sshd = [] }) => ({
      machine,
      port: typeof sshd === 'string' ? others.portOf(sshd) : await portOf(variants, machine, sshd),
      silentAgent,
      key: (name) => keys.get(name) ?? '',
      file: (text) => {
        const path = join(machine.directory, `file-${(files += 1)}`);
        writeFileSync(path, text);
        return path;
      },
    }),
    stop: async () => {
      variants.stop();
      others.stop();
      agent.close();
      await machine.stop();
    },
  };
}

/** `@DIR` in a line is the directory of the machine. */
function portOf(variants: Variants, { directory }: Machine, lines: readonly string[]): Promise<number> {
  return variants.portOf(lines.map((line) => line.replaceAll('@DIR', directory)));
}

/** Accounts with other login shells, start-up files, rights or states. All accept the key of the machine. */
const ACCOUNTS = `set -e
mkdir /etc/jail
ln -s /bin/busybox /usr/local/sbin/ash
account() {
  useradd --create-home --shell "$2" --password '*' "$1"
  cp -r /home/free/.ssh "/home/$1/" && chown -R "$1:" "/home/$1/.ssh"
  echo "$1 ALL=(ALL) NOPASSWD: ALL" >>/etc/sudoers
}
account with-dash /bin/dash
account with-ash /usr/local/sbin/ash
account noisy /bin/bash
printf 'echo welcome; echo beware >&2; stty erase x; export LC_ALL=xx LANG=xx PATH=/nowhere; umask 777\\n' >/home/noisy/.bashrc
account exits /bin/bash
printf 'echo maintenance; exit 5\\n' >/home/exits/.bashrc
account hangs /bin/bash
printf 'exec sleep 60\\n' >/home/hangs/.bashrc
[ ! -x /usr/bin/tcsh ] || account with-csh /usr/bin/tcsh
[ ! -x /usr/bin/fish ] || account with-fish /usr/bin/fish
account no-shell /usr/sbin/nologin
account with-false /bin/false
account no-home /bin/sh
rm -rf /home/no-home
account environment /bin/sh
printf 'PATH=/nowhere\\nENV=/home/environment/start\\nLD_PRELOAD=/nowhere.so\\nIFS=a\\n' >/home/environment/.ssh/environment
printf 'echo noise\\n' >/home/environment/start
account locked /bin/sh
usermod --password '!' locked
account expired /bin/sh
chage --expiredate 1970-01-02 expired
account old-password /bin/sh
echo 'old-password:pw' | chpasswd && chage --lastday 0 old-password
account with-tty /bin/sh
echo 'Defaults:with-tty requiretty' >>/etc/sudoers
printf '#!/bin/sh\nsleep 20\n' >/etc/slow
chmod 755 /etc/slow
account limited /bin/sh
sed -i 's#^limited .*#limited ALL=(ALL) NOPASSWD: /usr/bin/id#' /etc/sudoers
account other-root /bin/sh
echo 'Defaults:other-root runas_default=daemon' >>/etc/sudoers
`;

/** Files of authorized keys in the machine's directory, by name, with what restricts the key. */
const RESTRICTIONS = [
  ['from', 'from="192.0.2.1"'],
  ['restricted', 'restrict'],
  ['command', 'command="echo backups only"'],
  ['past', 'expiry-time="20200101"'],
] as const;

/** Keys of the types that are authorized for \`free\`, keys that are not, and an encrypted key that is. */
function makeKeys(directory: string): ReadonlyMap<string, string> {
  const authorized = ['rsa', 'ecdsa', 'ed25519'].map((type) => [
    type,
    makeKey(directory, `my_${type}`, { type }),
  ]);
  const encrypted = ['encrypted', makeKey(directory, 'encrypted', { passphrase: 'open sesame' })];
  const others = [1, 2, 3, 4, 5, 6].map((n) => [`other${n}`, makeKey(directory, `other${n}`)]);
  for (const [, file] of [...authorized, encrypted])
    appendFileSync(join(directory, 'authorized_keys'), readFileSync(`${file}.pub`));
  const rsa = ['other-rsa', makeKey(directory, 'other-rsa', { type: 'rsa' })];
  return new Map([...authorized, encrypted, ...others, rsa] as [string, string][]);
}

interface OtherPorts {
  portOf(kind: OtherPort): number;
  stop(): void;
}

async function otherPorts(): Promise<OtherPorts> {
  const open = new Set<Socket>();
  const servers: Record<Exclude<OtherPort, 'closed'>, Server> = {
    http: createHttpServer((_request, response) => response.end('here')),
    'sends nothing': createServer(),
    'closes at once': createServer((socket) => socket.destroy()),
    binary: createServer((socket) => socket.end(Buffer.from([0, 1, 2, 3, 255, 254, 10]))),
  };
  const ports = new Map<OtherPort, number>();
  for (const [kind, server] of Object.entries(servers)) {
    server.on('connection', (socket: Socket) => open.add(socket.on('error', () => undefined)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    ports.set(kind as OtherPort, (server.address() as { port: number }).port);
  }
  const closed = createServer();
  await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
  ports.set('closed', (closed.address() as { port: number }).port);
  await new Promise((done) => closed.close(done));
  return {
    portOf: (kind) => ports.get(kind) ?? 0,
    stop: () => {
      open.forEach((socket) => socket.destroy());
      Object.values(servers).forEach((server) => server.close());
    },
  };
}

/** The public key of a private key file: type and base64. */
export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}

/** Hashes the names in a known_hosts text, as `HashKnownHosts` does. */
export function hashed(path: string): string {
  execFileSync('ssh-keygen', ['-H', '-f', path], { stdio: 'pipe' });
  return readFileSync(path, 'utf8');
}
