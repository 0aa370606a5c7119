import { accessId, ensureAccess } from './access.ts';
import { ensureCluster } from './cluster.ts';
import { accessLabel, commit, containers, exec, ready, remove, start } from './containers.ts';
import { type Engine, ensureEngine, type EngineOptions } from './engine.ts';
import { everyHost, findHost, hostsOf, network, tenHosts } from './hosts.ts';
import { ensureImages, imageLabel, labImages, stateImage } from './image.ts';
import { reachable } from './reach.ts';
import { ensureSpares } from './spares.ts';
import { LabError, must, run, sayOnStderr } from './shell.ts';

export interface LabOptions extends Partial<EngineOptions> {
  /** Host names; the ten hosts by default. */
  readonly hosts?: readonly string[];
}

const ten = tenHosts.map((h) => h.name);
const complete = (options: LabOptions): EngineOptions => ({
  yes: options.yes ?? false,
  say: options.say ?? sayOnStderr,
});

/** Starts hosts. Running hosts are unchanged. */
export async function up(options: LabOptions = {}): Promise<void> {
  const engine = await prepare(options);
  const names = options.hosts ?? ten;
  const foreign = (await containers()).filter((c) => c.access !== accessId());
  if (foreign.length > 0) {
    complete(options).say(`removing ${foreign.length} hosts of another clone …`);
    await remove(foreign.map((c) => c.name));
  }
  await startHosts(engine, { ...options, hosts: names }, 'bare');
}

/**
 * Recreates hosts as empty hosts: the given ones, or all. Without `hosts`, removes all existing hosts, including
 * spares, and starts the ten.
 */
export async function reset(options: LabOptions = {}): Promise<void> {
  const engine = await prepare(options);
  const existing = (await containers()).map((c) => c.name);
  await remove(options.hosts ? existing.filter((name) => options.hosts?.includes(name)) : existing);
  await startHosts(engine, options, 'bare');
}

export async function down(options: LabOptions = {}): Promise<void> {
  await ensureEngine(complete(options));
  await remove((await containers()).map((c) => c.name));
  await run(['docker', 'network', 'rm', network]);
}

/** Saves the disks of all hosts under a name. Stops the hosts in order and starts them afterwards. */
export async function save(state = 'saved', options: LabOptions = {}): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(state) || state === 'bare')
    throw new LabError(`invalid name of a saved state: ${state}`);
  const engine = await prepare(options);
  const { say } = complete(options);
  const existing = await containers();
  const running = existing.map((c) => c.name);
  const paused = existing.filter((c) => c.status === 'paused').map((c) => c.name);
  if (paused.length > 0) await must(['docker', 'unpause', ...paused]);
  if (running.length === 0) throw new LabError('nothing to save: no host exists');
  say(`stopping ${running.length} hosts …`);
  // Stop the managers before the services that they use, and all hosts of a service together, so that no failover
  // starts.
  for (const roles of [['manager', 'load_balancer'], ['broker'], ['database']] as const) {
    const wave = roles.flatMap((role) => hostsOf(role, everyHost)).map((h) => h.name);
    const present = wave.filter((name) => running.includes(name));
    if (present.length > 0) await must(['docker', 'stop', '--time', '60', ...present]);
  }
  say(`saving them as "${state}" …`);
  await deleteState(state);
  await Promise.all(running.map((name) => commit(name, state)));
  await startHosts(engine, { ...options, hosts: running }, state);
}

/** Recreates all hosts of a saved state, and waits until systemd has started their units. */
export async function restore(state = 'saved', options: LabOptions = {}): Promise<void> {
  const engine = await prepare(options);
  const names = await savedHosts(state);
  if (names.length === 0) throw new LabError(`this clone has no saved state "${state}"`);
  await remove((await containers()).map((c) => c.name));
  await startHosts(engine, { ...options, hosts: names }, state);
}

/** Hosts of a saved state. Empty if the state does not exist or belongs to another clone. */
export async function savedHosts(state = 'saved'): Promise<readonly string[]> {
  const images = await labImages();
  const saved = everyHost.map((h) => h.name).filter((name) => images.has(stateImage(name, state)));
  const [first] = saved;
  const access = first === undefined ? undefined : await imageLabel(stateImage(first, state), accessLabel);
  return access === accessId() ? saved : [];
}

async function deleteState(state: string): Promise<void> {
  const images = await labImages();
  const old = everyHost.map((h) => stateImage(h.name, state)).filter((image) => images.has(image));
  if (old.length > 0) await run(['docker', 'rmi', '--force', ...old]);
}

/**
 * Prepares everything that the hosts and their cluster need: engine, image, keys, package, inventory and certificates.
 */
export async function prepare(options: LabOptions = {}): Promise<Engine> {
  options.hosts?.forEach(findHost);
  const engine = await ensureEngine(complete(options));
  ensureAccess();
  await ensureImages(complete(options));
  await ensureCluster(complete(options).say);
  await ensureSpares(complete(options).say);
  return engine;
}

async function startHosts(engine: Engine, options: LabOptions, state: string): Promise<void> {
  const names = options.hosts ?? ten;
  const { say } = complete(options);
  const startedAt = Date.now();
  say(`starting ${names.length} hosts (${state}) …`);
  await start(engine, names, state);
  await ready(names, 120);
  await Promise.all(names.map((name) => reachable(name, say)));
  say(`${names.length} hosts are running after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

export interface HostStatus {
  readonly name: string;
  readonly address: string;
  readonly container: string;
  readonly state: string;
  readonly system: string;
  /** Services of the product that are installed, according to its markers. */
  readonly installed: string;
}

export async function status(): Promise<readonly HostStatus[]> {
  const order = everyHost.map((h) => h.name);
  const existing = [...(await containers())].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return Promise.all(
    existing.map(async ({ name, status, state }) => {
      const output =
        status === 'running'
          ? await exec(name, [
              'sh',
              '-c',
              'systemctl is-system-running; ls /etc/cloudify/.installed 2>/dev/null | grep _service',
            ])
          : undefined;
      const [system = '', ...installed] = output?.stdout.trim().split('\n') ?? [];
      return {
        name,
        address: findHost(name).address,
        container: status,
        state,
        system,
        installed: installed.join(' '),
      };
    }),
  );
}
