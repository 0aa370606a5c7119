import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { paths } from './paths.ts';
import { LabError, lastLines, must, run, type Say, sleep, until } from './shell.ts';

export interface Engine {
  /** `docker compose`, or the older `docker-compose`. */
  readonly compose: readonly string[];
}

export interface EngineOptions {
  /** Installs missing packages without asking, as does CI=true. */
  readonly yes: boolean;
  readonly say: Say;
}

/**
 * Finds a Docker engine with compose. Starts the engine if it is not running; installs it, after asking, if it is
 * missing.
 */
export async function ensureEngine(options: EngineOptions): Promise<Engine> {
  let problem = await dockerProblem();
  const compose = await findCompose();
  if (problem === undefined && compose) return { compose };
  const missing = await missingPackages(compose === undefined);
  if (missing.length > 0) await install(missing, options);
  problem = await dockerProblem();
  if (problem !== undefined) await startDaemon(options.say);
  const found = compose ?? (await findCompose());
  if (!found) throw new LabError('neither `docker compose` nor `docker-compose` works here');
  return { compose: found };
}

/** Returns why the engine is not usable, or undefined if it responds. */
async function dockerProblem(): Promise<string | undefined> {
  const argv = ['docker', 'info', '--format', '{{.ServerVersion}}'];
  const { code, stderr } = await run(argv, { timeoutMs: 20_000 });
  if (/permission denied/i.test(stderr)) {
    throw new LabError(
      'Docker is running, but this account may not use it: run the command as root, or join the group `docker`.',
    );
  }
  return code === 0 && !stderr.includes('Cannot connect') ? undefined : stderr;
}

async function findCompose(): Promise<readonly string[] | undefined> {
  for (const compose of [['docker', 'compose'], ['docker-compose']]) {
    if ((await run([...compose, 'version'])).code === 0) return compose;
  }
  return undefined;
}

const onPath = async (program: string): Promise<boolean> =>
  (await run(['sh', '-c', `command -v ${program}`])).code === 0;

async function missingPackages(withoutCompose: boolean): Promise<readonly string[]> {
  const missing: string[] = [];
  if (!(await onPath('docker')) || !(await onPath('dockerd'))) missing.push('docker.io');
  // Ubuntu's docker-compose does not run on Ubuntu's own Python any more. The plugin is a separate package.
  if (withoutCompose)
    missing.push(
      (await run(['apt-cache', 'show', 'docker-compose-v2'])).code === 0
        ? 'docker-compose-v2'
        : 'docker-compose',
    );
  if (!(await onPath('debootstrap'))) missing.push('debootstrap');
  return missing;
}

/** Installs Debian packages on this machine, after asking. */
export async function install(wanted: readonly string[], { yes, say }: EngineOptions): Promise<void> {
  const packages = [...wanted, ...extras(wanted)];
  const list = packages.join(' ');
  if (!(await onPath('apt-get')))
    throw new LabError(`the lab and its tests need ${list}, and this machine has no apt: install them first`);
  say(
    `Missing packages for the lab and its tests: ${wanted.join(', ')}. Command to install them: apt-get install ${list}`,
  );
  if (!yes && process.env['CI'] !== 'true') await ask();
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive'];
  say(`installing ${list} …`);
  await attempts(3, async () => {
    await must([...apt, 'apt-get', '-q', 'update']);
    await must([...apt, 'sh', '-c', INSTALL, 'sh', ...packages]);
  }).catch((error: Error) => {
    throw new LabError(`cannot install ${list}: ${aptError(error.message)}`);
  });
}

/** Installs its arguments. No package may start a service: the tests start what they need, and port 80 may be taken. */
const INSTALL = `policy=/usr/sbin/policy-rc.d
[ -e "$policy" ] || {
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' >"$policy" && chmod 755 "$policy" || exit
}
apt-get -q install --yes --no-install-recommends "$@"`;

/** Repeats a download that may fail because the mirror does not respond for a moment. */
async function attempts(count: number, download: () => Promise<void>): Promise<void> {
  try {
    return await download();
  } catch (error) {
    if (count === 1) throw error;
  }
  await sleep(20_000);
  return attempts(count - 1, download);
}

/** The first line that apt marks as an error, or its last line. */
function aptError(output: string): string {
  const lines = output.trim().split('\n');
  return lines.find((line) => line.startsWith('E: ')) ?? lines.at(-1) ?? '';
}

/** Recommended packages that are needed: NAT for the containers, and the signing keys of Debian's packages. */
const extras = (packages: readonly string[]): readonly string[] => [
  ...(packages.includes('docker.io') ? ['iptables', 'ca-certificates'] : []),
  ...(packages.includes('debootstrap') ? ['debian-archive-keyring'] : []),
];

async function ask(): Promise<void> {
  if (!process.stdin.isTTY)
    throw new LabError('cannot ask for confirmation: use --yes or set CI=true to install them');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Install them now? [y/N] ');
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new LabError('not installed, because you answered no');
}

/**
 * Starts the daemon so that it outlives this process: as a service if systemd is running, otherwise detached, with its
 * output in `.lab`.
 */
async function startDaemon(say: Say): Promise<void> {
  say('starting the Docker engine …');
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  if (existsSync('/run/systemd/system')) {
    await must([...asRoot, 'systemctl', 'start', 'docker']);
  } else {
    mkdirSync(paths.lab, { recursive: true, mode: 0o700 });
    const log = openSync(paths.dockerdLog, 'a');
    const [program = '', ...args] = [...asRoot, 'dockerd'];
    const daemon = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
    daemon.on('error', (error) => say(`dockerd: ${error.message}`));
    daemon.unref();
  }
  try {
    await until('the Docker engine responds', 60, async () =>
      (await dockerProblem()) === undefined ? true : undefined,
    );
  } catch (error) {
    const log = await run(['tail', '-n', '12', paths.dockerdLog]);
    throw new LabError(`${(error as Error).message}\n${lastLines(log.stdout)}`);
  }
}
