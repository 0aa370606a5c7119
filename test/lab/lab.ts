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
  /** Which hosts; the ten when nothing is said. */
  readonly hosts?: readonly string[];
}

const ten = tenHosts.map((h) => h.name);
const complete = (options: LabOptions): EngineOptions => ({
  yes: options.yes ?? false,
  say: options.say ?? sayOnStderr,
});

/** Makes sure that the hosts run: those that run already stay as they are, with whatever is on them. */
export async function up(options: LabOptions = {}): Promise<void> {
  const engine = await prepare(options);
  const names = options.hosts ?? ten;
  const foreign = (await containers()).filter((c) => c.access !== accessId());
  if (foreign.length > 0) {
    complete(options).say(`removing ${foreign.length} hosts that another clone made …`);
    await remove(foreign.map((c) => c.name));
  }
  await bring(engine, { ...options, hosts: names }, 'bare');
}

/** Back to bare hosts: those that run and those asked for are made anew; running spares go away unless asked for. */
export async function reset(options: LabOptions = {}): Promise<void> {
  const engine = await prepare(options);
  const existing = (await containers()).map((c) => c.name);
  await remove(options.hosts ? existing.filter((name) => options.hosts?.includes(name)) : existing);
  await bring(engine, options, 'bare');
}

export async function down(options: LabOptions = {}): Promise<void> {
  await ensureEngine(complete(options));
  await remove((await containers()).map((c) => c.name));
  await run(['docker', 'network', 'rm', network]);
}

/** Keeps the disks of all hosts under a name. They are stopped for it, in order, and run again afterwards. */
export async function save(state = 'saved', options: LabOptions = {}): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(state) || state === 'bare')
    throw new LabError(`not a name for a saved state: ${state}`);
  const engine = await prepare(options);
  const { say } = complete(options);
  const existing = await containers();
  const running = existing.map((c) => c.name);
  const paused = existing.filter((c) => c.status === 'paused').map((c) => c.name);
  if (paused.length > 0) await must(['docker', 'unpause', ...paused]);
  if (running.length === 0) throw new LabError('there is nothing to save: no host exists');
  say(`stopping ${running.length} hosts …`);
  // Managers leave before what they use; then all of one kind together, so that none of them takes over meanwhile.
  for (const roles of [['manager', 'load_balancer'], ['broker'], ['database']] as const) {
    const wave = roles.flatMap((role) => hostsOf(role, everyHost)).map((h) => h.name);
    const present = wave.filter((name) => running.includes(name));
    if (present.length > 0) await must(['docker', 'stop', '--time', '60', ...present]);
  }
  say(`saving them as "${state}" …`);
  await forget(state);
  await Promise.all(running.map((name) => commit(name, state)));
  await bring(engine, { ...options, hosts: running }, state);
}

/** Makes all hosts of a saved state anew, and waits until their services run. */
export async function restore(state = 'saved', options: LabOptions = {}): Promise<void> {
  const engine = await prepare(options);
  const names = await savedHosts(state);
  if (names.length === 0) throw new LabError(`nothing was saved from this clone as "${state}"`);
  await remove((await containers()).map((c) => c.name));
  await bring(engine, { ...options, hosts: names }, state);
}

/** The hosts that a saved state has; none when there is no such state, or when another clone's keys are in it. */
export async function savedHosts(state = 'saved'): Promise<readonly string[]> {
  const images = await labImages();
  const saved = everyHost.map((h) => h.name).filter((name) => images.has(stateImage(name, state)));
  const [first] = saved;
  const access = first === undefined ? undefined : await imageLabel(stateImage(first, state), accessLabel);
  return access === accessId() ? saved : [];
}

async function forget(state: string): Promise<void> {
  const images = await labImages();
  const old = everyHost.map((h) => stateImage(h.name, state)).filter((image) => images.has(image));
  if (old.length > 0) await run(['docker', 'rmi', '--force', ...old]);
}

/** Everything that hosts and their cluster are made from: engine, image, keys, package, inventory, certificates. */
export async function prepare(options: LabOptions = {}): Promise<Engine> {
  options.hosts?.forEach(findHost);
  const engine = await ensureEngine(complete(options));
  ensureAccess();
  await ensureImages(complete(options));
  await ensureCluster(complete(options).say);
  await ensureSpares(complete(options).say);
  return engine;
}

async function bring(engine: Engine, options: LabOptions, state: string): Promise<void> {
  const names = options.hosts ?? ten;
  const { say } = complete(options);
  const begin = Date.now();
  say(`starting ${names.length} hosts (${state}) …`);
  await start(engine, names, state);
  await ready(names, 120);
  await Promise.all(names.map((name) => reachable(name, say)));
  say(`${names.length} hosts run, ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

export interface HostStatus {
  readonly name: string;
  readonly address: string;
  readonly container: string;
  readonly state: string;
  readonly system: string;
  /** The product's markers: which of its services say that they are installed. */
  readonly installed: string;
}

export async function status(): Promise<readonly HostStatus[]> {
  const order = everyHost.map((h) => h.name);
  const existing = [...(await containers())].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return Promise.all(
    existing.map(async ({ name, status, state }) => {
      const look =
        status === 'running'
          ? await exec(name, [
              'sh',
              '-c',
              'systemctl is-system-running; ls /etc/cloudify/.installed 2>/dev/null | grep _service',
            ])
          : undefined;
      const [system = '', ...installed] = look?.stdout.trim().split('\n') ?? [];
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
