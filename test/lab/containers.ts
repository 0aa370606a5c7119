import type { Engine } from './engine.ts';
import { accessId } from './access.ts';
import { findHost, network } from './hosts.ts';
import { stateImage } from './image.ts';
import { paths } from './paths.ts';
import { LabError, must, type Output, run, until } from './shell.ts';

/** Label in docker-compose.test.yml that identifies the keys in a container, and in an image made from it. */
export const accessLabel = 'quorate.lab';

/** A container of the lab, as Docker reports it. */
export interface Container {
  readonly name: string;
  /** For example created, running, paused or exited. */
  readonly status: string;
  /** `bare`, or the name of the saved state from which it was created. */
  readonly state: string;
  readonly access: string;
}

/** All existing containers of the lab, running or not. */
export async function containers(): Promise<readonly Container[]> {
  const ids = (await must(['docker', 'ps', '-aq', '--filter', `label=${accessLabel}`]))
    .split('\n')
    .filter(Boolean);
  if (ids.length === 0) return [];
  const format = '{{.Name}}|{{.State.Status}}|{{.Config.Image}}|{{index .Config.Labels "quorate.lab"}}';
  const lines = (await must(['docker', 'inspect', '--format', format, ...ids])).trim().split('\n');
  return lines.map((line) => {
    const [name = '', status = '', image = '', access = ''] = line.split('|');
    return { name: name.replace('/', ''), status, state: image.split(':')[1] ?? '', access };
  });
}

/** Creates missing hosts, copies their keys into them, and starts hosts that are not running. */
export async function start(engine: Engine, names: readonly string[], state: string): Promise<void> {
  const compose = [...engine.compose, '-f', paths.composeFile, '-p', network];
  const env = { LAB_STATE: state, LAB_ACCESS: accessId(), COMPOSE_PROFILES: 'spares,external' };
  await must([...compose, 'up', '--no-start', '--no-recreate', ...names], { env });
  const named = (await containers()).filter((c) => names.includes(c.name));
  const paused = named.filter((c) => c.status === 'paused');
  if (paused.length > 0) await must(['docker', 'unpause', ...paused.map((c) => c.name)]);
  const stopped = named.filter((c) => c.status !== 'running' && c.status !== 'paused');
  const created = stopped.filter((c) => c.status === 'created');
  await Promise.all(
    created.map((c) => must(['docker', 'cp', `${paths.hostFiles(c.name)}/.`, `${c.name}:/etc/ssh/`])),
  );
  if (stopped.length > 0) await must(['docker', 'start', ...stopped.map((c) => c.name)]);
}

/** Waits until systemd has started all units. */
export async function ready(names: readonly string[], seconds: number): Promise<void> {
  await Promise.all(names.map((name) => hostReady(name, seconds)));
}

async function hostReady(name: string, seconds: number): Promise<void> {
  let seen = '';
  try {
    await until(`${name} is running`, seconds, async () => {
      seen = (
        await run(['docker', 'exec', name, 'systemctl', 'is-system-running', '--wait'], {
          timeoutMs: seconds * 1000,
        })
      ).stdout.trim();
      return seen === 'running' ? true : undefined;
    });
  } catch (error) {
    const failed = await run(['docker', 'exec', name, 'systemctl', '--failed', '--no-legend', '--plain']);
    throw new LabError(
      `${(error as Error).message}: ${seen || 'systemd does not respond'}\n${failed.stdout}`.trimEnd(),
    );
  }
}

export async function remove(names: readonly string[]): Promise<void> {
  if (names.length > 0) await must(['docker', 'rm', '--force', '--volumes', ...names]);
}

/** Runs a command on a host as root with `docker exec`, independently of Quorate and SSH. */
export function exec(
  host: string,
  argv: readonly string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<Output> {
  findHost(host);
  return run(['docker', 'exec', ...(options.input === undefined ? [] : ['-i']), host, ...argv], options);
}

/** Saves the disk of a stopped host as an image. */
export async function commit(name: string, state: string): Promise<void> {
  await must(['docker', 'commit', name, stateImage(name, state)]);
}
