// The code name of Debian 13: cspell:ignore trixie
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, SshSettings } from '../../../src/model/cluster.ts';
import { debootstrap } from '../../lab/debootstrap.ts';
import { paths } from '../../lab/paths.ts';
import { freePort, hostAt } from './machine.ts';
import { makeKey } from './server.ts';

/** Several sshd of Debian 13, which penalizes an address after failed logins. Each has its own penalties. */
export interface Penalizing {
  /** The keys of the operator: the hosts accept only the first. */
  readonly identity: string;
  readonly wrongIdentity: string;
  readonly names: readonly string[];
  readonly host: (name: string, ssh?: Partial<SshSettings>) => Host;
  /** The messages of all sshd. */
  readonly messages: () => string;
  readonly stop: () => void;
}

const ROOT = join(paths.lab, 'debian-13');

/** Creates the root directory of Debian 13, once. */
export async function ensureDebian13(): Promise<void> {
  if (existsSync(ROOT)) return;
  const part = `${ROOT}.${process.pid}`;
  try {
    const system = { suite: 'trixie', include: 'openssh-server', directory: part };
    await debootstrap(system, { yes: true, say: (text) => console.info(text) });
    renameSync(part, ROOT);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Starts sshd processes of Debian 13, with its own settings, on loopback addresses. */
export async function startPenalizing(count: number): Promise<Penalizing> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-debian-13-'));
  const [identity, wrongIdentity, hostKey] = ['identity', 'wrong', 'host'].map((name) =>
    makeKey(directory, name),
  ) as [string, string, string];
  const port = await freePort();
  const addresses = Array.from({ length: count }, (_, index) => `127.0.13.${index + 1}`);
  const [type, key] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  const knownHosts = join(directory, 'known_hosts');
  writeFileSync(knownHosts, addresses.map((address) => `[${address}]:${port} ${type} ${key}\n`).join(''));
  const argv = ['--mount', '--propagation', 'private', 'sh', '-euc', START, 'sh'];
  const child = spawn('unshare', [...argv, ROOT, directory, String(port), ...addresses], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output = outputOf(child);
  await untilListening(child, { output, count });
  const names = addresses.map((_, index) => `db${index + 1}`);
  return {
    identity,
    wrongIdentity,
    names,
    host: (name, ssh = {}) => ({
      ...hostAt(port, { identity, knownHosts, ...ssh }),
      name,
      address: addresses[names.indexOf(name)] ?? '',
    }),
    messages: output,
    stop: () => {
      child.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Arguments: root directory of the system, directory with the keys, port, addresses. The mounts disappear with the
 * namespace, and all sshd end with this shell.
 */
const START = `root=$1 keys=$2 port=$3
shift 3
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/sshd" "$root/run/keys"
cp "$keys/host" "$keys/identity.pub" "$root/run/keys/"
pids=
trap 'kill $pids' EXIT TERM
for address in "$@"; do
  chroot "$root" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config -p "$port" -h /run/keys/host \\
    -o ListenAddress="$address" -o PermitRootLogin=yes -o UsePAM=no -o StrictModes=no -o PidFile=none \\
    -o AuthorizedKeysFile=/run/keys/identity.pub &
  pids="$pids $!"
done
wait`;

function outputOf(child: ChildProcess): () => string {
  const parts: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  return () => parts.join('');
}

interface Listening {
  readonly output: () => string;
  readonly count: number;
}

async function untilListening(child: ChildProcess, { output, count }: Listening): Promise<void> {
  const deadline = Date.now() + 60_000;
  while ((output().match(/Server listening/g)?.length ?? 0) < count) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`sshd did not start: ${output()}`);
    await sleep(50);
  }
}
