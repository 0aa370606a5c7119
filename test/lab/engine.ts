import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { paths } from './paths.ts';
import { LabError, lastLines, must, run, type Say, until } from './shell.ts';

export interface Engine {
  /** `docker compose`, or the older `docker-compose`. */
  readonly compose: readonly string[];
}

export interface EngineOptions {
  /** Answers the question about installing in advance; CI=true does too. */
  readonly yes: boolean;
  readonly say: Say;
}

/** Finds a Docker engine with compose; where none answers, starts or (after asking) installs one. */
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

/** Undefined: the engine answers. */
async function dockerProblem(): Promise<string | undefined> {
  const argv = ['docker', 'info', '--format', '{{.ServerVersion}}'];
  const { code, stderr } = await run(argv, { timeoutMs: 20_000 });
  if (/permission denied/i.test(stderr)) {
    throw new LabError(
      'Docker runs here, but this account may not use it: run this as root, or join the group `docker`.',
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
  // Ubuntu's docker-compose no longer runs on its own Python; its plugin has another name.
  if (withoutCompose)
    missing.push(
      (await run(['apt-cache', 'show', 'docker-compose-v2'])).code === 0
        ? 'docker-compose-v2'
        : 'docker-compose',
    );
  if (!(await onPath('debootstrap'))) missing.push('debootstrap');
  return missing;
}

/** Asks, then installs Debian packages on this machine. */
export async function install(wanted: readonly string[], { yes, say }: EngineOptions): Promise<void> {
  const packages = [...wanted, ...extras(wanted)];
  const list = packages.join(' ');
  if (!(await onPath('apt-get')))
    throw new LabError(`the lab and its tests need ${list}, and there is no apt here: install them first`);
  say(
    `The lab and its tests need what is missing here: ${wanted.join(', ')}. This would run: apt-get install ${list}`,
  );
  if (!yes && process.env['CI'] !== 'true') await ask();
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q'];
  say(`installing ${list} …`);
  await must([...apt, 'update']);
  await must([...apt, 'install', '--yes', '--no-install-recommends', ...packages]);
}

/** What the two need of their recommendations: NAT for the containers, the key that Debian's packages are signed with. */
const extras = (packages: readonly string[]): readonly string[] => [
  ...(packages.includes('docker.io') ? ['iptables', 'ca-certificates'] : []),
  ...(packages.includes('debootstrap') ? ['debian-archive-keyring'] : []),
];

async function ask(): Promise<void> {
  if (!process.stdin.isTTY) throw new LabError('nobody to ask: say --yes (or set CI=true) to install them');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Install them now? [y/N] ');
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new LabError('not installed, as you said');
}

/** The daemon outlives this process: as a service where systemd runs, else detached, with its output in `.lab`. */
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
    await until('the Docker engine answers', 60, async () =>
      (await dockerProblem()) === undefined ? true : undefined,
    );
  } catch (error) {
    const log = await run(['tail', '-n', '12', paths.dockerdLog]);
    throw new LabError(`${(error as Error).message}\n${lastLines(log.stdout)}`);
  }
}
