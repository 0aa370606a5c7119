import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { HostName } from '../../../src/model/names.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import { emptyHost } from '../../../src/simulate/world/host.ts';
import { mortal, strikeAt, type Moment } from './workstation.ts';
import type { Operator, Spares } from './operator.ts';

jest.setTimeout(120_000);

mortal();
const { lastEvent, operator } = await import('./operator.ts');

const SPARES: Spares = {
  db4: { like: 'db3', at: [14] },
  rabbit4: { like: 'rabbit3', at: [24] },
  manager3: { like: 'manager2', at: [33] },
  lb2: { like: 'lb1', at: [42] },
  db2: { like: 'db2', at: [12, 92] },
  rabbit2: { like: 'rabbit2', at: [22, 93] },
};

/** An inventory with comments. */
const commented = (text: string) =>
  `# Ours.\n${text}`
    .replace('brokers:\n', '\n# Rack 7.\nbrokers: # three, or more\n')
    .replace('db2, address: 198.51.100.12 }', 'db2, address: "198.51.100.12" } # the fast one')
    .concat('# The end.\n');

/** Adds a host in the style of the previous one. */
const listing = (name: HostName) => (text: string) => {
  const { like = '', at = [] } = SPARES[name] ?? {};
  const line = `    - { name: ${name}, address: 198.51.100.${at[0]} }\n`;
  return text.replace(new RegExp(`^ +- \\{ name: ${like},.*\\n`, 'm'), (last) => `${last}${line}`);
};

const same = (text: string) => text;

interface Scene {
  readonly words: readonly string[];
  readonly before: (text: string) => string;
  readonly after: (text: string) => string;
  /** Changes the cluster before the command. */
  readonly dead?: HostName;
  readonly replacedAt?: number;
  readonly moments: readonly Moment[];
}

const of = (change: Moment['change']): readonly Moment[] => [
  { when: 'before', change },
  { when: 'after', change },
];
const edited = of('the inventory is edited');
const noted = of('a note is written');
const forgotten = of('the note is removed');

const add = (role: string, name: HostName): Scene => ({
  words: [`add-${role}`, name, '--address', `198.51.100.${SPARES[name]?.at[0]}`],
  ...{ before: same, after: listing(name), moments: edited },
});
const remove = (role: string, name: HostName): Scene => ({
  words: [`remove-${role}`, name],
  ...{ before: listing(name), after: same, moments: edited },
});
const gone = (role: string, name: HostName): Scene => ({
  ...remove(role, name),
  words: [`remove-${role}`, name, '--lost'],
  dead: name,
});
const replace = (name: HostName, replacedAt: number): Scene => ({
  words: ['replace-host', name, '--address', `198.51.100.${replacedAt}`],
  before: same,
  after: (text) =>
    text.replace(new RegExp(`(name: ${name}, address: "?)[\\d.]+`), `$1198.51.100.${replacedAt}`),
  ...{ replacedAt, dead: name, moments: [...noted, ...edited, ...forgotten] },
});

const SCENES: readonly Scene[] = [
  add('database', 'db4'),
  add('broker', 'rabbit4'),
  add('manager', 'manager3'),
  add('load-balancer', 'lb2'),
  remove('database', 'db4'),
  remove('broker', 'rabbit4'),
  gone('manager', 'manager3'),
  remove('load-balancer', 'lb2'),
  replace('db2', 92),
  replace('rabbit2', 93),
  { words: ['restart', '--role', 'broker'], before: same, after: same, moments: [...noted, ...forgotten] },
];

let who: Operator;
afterEach(() => who.leave());

/** The cluster that the command finds, and its original inventory. */
async function stage({ before, dead, replacedAt }: Scene): Promise<string> {
  who = await operator(SPARES);
  const { world } = who.hosts;
  let original = '';
  who.edit((text) => before((original = commented(text))));
  expect((await who.quorate('deploy', ['--output', 'plain'])).code).toBe(0);
  if (dead === undefined) return original;
  world.powerOff(dead);
  await who.clock.sleep(1_800_000);
  if (replacedAt !== undefined) deliver(dead, replacedAt);
  return original;
}

/** Replaces a machine that is down with an empty one. */
function deliver(name: HostName, last: number): void {
  const { world } = who.hosts;
  const address = `198.51.100.${last}`;
  const host = world.host(name);
  const spec = { ...host.spec, address, privateIp: address, publicIp: address };
  const nothing = { database: undefined, broker: undefined, manager: undefined, balancer: undefined };
  Object.assign(host, nothing, emptyHost(spec, world.now()));
  world.dns.set(spec.hostname, [address]).set(address, [spec.hostname]);
}

/** Repeats the command and expects the wanted inventory, no note, and a cluster that is up to date. */
async function completed({ words: [command = '', ...flags], after }: Scene, original: string): Promise<void> {
  await who.clock.sleep(600_000);
  const { code, stdout, stderr } = await who.quorate(command, [...flags, '--output', 'plain']);
  if (code !== 0) throw new Error(`${code}\n${stdout}${stderr}`);
  await settled(after(original));
}

async function settled(wanted: string): Promise<void> {
  expect(readFileSync(who.inventory, 'utf8')).toBe(wanted);
  expect(readdirSync(join(who.folder, '.quorate', 'demo'))).toEqual(['runs']);
  const deploy = lastEvent(await who.quorate('deploy', ['--output', 'json']));
  expect(deploy).toMatchObject({ outcome: 'done', counts: { changed: 0, failed: 0 } });
}

const named = SCENES.map((scene) => [scene.words.join(' '), scene] as const);

describe.each(named)('%s', (_, scene) => {
  const last = scene.moments.at(-1);
  const isRemoval = scene.words[0]?.startsWith('remove-') ?? false;
  const moments = scene.moments.filter((moment) => !(isRemoval && moment === last));

  test.each(moments)('killed $when $change, is completed by the same command', async (moment) => {
    const original = await stage(scene);
    await who.killed(scene.words, { dies: strikeAt(moment) });
    await completed(scene, original);
  });

  test('killed while it changes a host, is completed by the same command', async () => {
    const original = await stage(scene);
    const faults = faultsAt({ effect: { kind: 'kill', when: 'within' }, method: 'change', nth: 4 });
    await who.killed(scene.words, { faults });
    await completed(scene, original);
  });

  if (isRemoval)
    test('killed after the inventory is edited, has nothing left to do when repeated', async () => {
      const original = await stage(scene);
      await who.killed(scene.words, { dies: strikeAt({ when: 'after', change: 'the inventory is edited' }) });
      await who.clock.sleep(600_000);
      const [command = '', ...flags] = scene.words;
      const { code, stdout } = await who.quorate(command, flags);
      expect([code, stdout]).toEqual([0, expect.stringContaining(`${flags[0]} is removed already`)]);
      await settled(scene.after(original));
    });
});

test('a restart that was killed after its last step restarts no member again', async () => {
  await stage({ words: [], before: same, after: same, moments: [] });
  const starts = () =>
    who.hosts.world.applied.filter(({ kind, what }) => kind === 'effect' && / started$/.test(what)).length;
  const before = starts();
  const dies = strikeAt({ when: 'before', change: 'the note is removed' });
  await who.killed(['restart', '--role', 'broker'], { dies });
  const restarted = starts();
  expect(restarted - before).toBe(3);
  await who.quorate('restart', ['--role', 'broker', '--output', 'plain']);
  expect(starts()).toBe(restarted);
});
