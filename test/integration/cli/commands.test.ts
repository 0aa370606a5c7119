import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { ConnectError } from '../../../src/errors/errors.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { MARKER, operatorDirectory } from './operator-directory.ts';

jest.setTimeout(60_000);

let folder = '';
let hosts: SimulatedTransport;
const clock = virtualClock(NOW);

beforeAll(async () => {
  folder = await operatorDirectory();
  hosts = await bareHosts();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function bareHosts(): Promise<SimulatedTransport> {
  const { cluster } = await loadInventory(join(folder, 'inventory.yaml'), {});
  return simulatedTransport({ hosts: cluster.hosts, clock });
}

/** Calls the real program with simulated hosts. */
async function quorate(command: string, flags: readonly string[] = [], inventory = 'inventory.yaml') {
  const fake = fakeEdges({ clock, transport: async () => hosts.reopen() });
  const code = await main([command, join(folder, inventory), ...flags], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

function events(text: string): readonly RunEvent[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
}

describe('before anything is deployed', () => {
  test('validate prints that the inventory is valid', async () => {
    const { code, stdout } = await quorate('validate');
    expect([code, stdout]).toEqual([0, expect.stringContaining('valid: cluster demo, 9 hosts')]);
    const { stdout: json } = await quorate('validate', ['--output', 'json']);
    expect(JSON.parse(json)).toMatchObject({ cluster: 'demo', hosts: 9 });
  });

  test('plan --offline prints the plan without contacting a host', async () => {
    const before = hosts.world.applied.length;
    const { code, stdout } = await quorate('plan', ['--offline']);
    expect([code, hosts.world.applied.length]).toEqual([0, before]);
    expect(stdout).toMatch(/^deploy demo: 9 hosts/);
    expect(stdout).toContain('- ');
    expect(stdout).not.toContain(MARKER);
  });

  test('plan compares with the hosts, changes nothing, and exits with 10', async () => {
    const { code, stdout } = await quorate('plan');
    expect(code).toBe(10);
    expect(stdout).toContain('deploy would change the steps marked +.');
    expect(hosts.world.applied).toEqual([]);
  });

  test('status shows hosts without running services', async () => {
    const { code, stdout } = await quorate('status');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/db1 +database +(NO ANSWER|NOT OK)/)]);
  });

  test('verify names every gate that does not pass, and exits with 5', async () => {
    const { code, stdout } = await quorate('verify');
    expect([code, stdout]).toEqual([5, expect.stringContaining('gate etcd-quorum: not-passed')]);
  });
});

describe('deploy', () => {
  test('deploys the cluster and prints one event per line, run.finished last', async () => {
    const { code, stdout, stderr } = await quorate('deploy', ['--output', 'json']);
    expect([code, stderr]).toEqual([0, '']);
    const seen = events(stdout);
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.at(-1)).toMatchObject({ kind: 'run.finished', outcome: 'done', exitCode: 0 });
    expect(stdout).not.toContain(MARKER);
  });

  test('stores the same events, a log per host and a page, without secrets', () => {
    const runs = join(folder, '.quorate/demo/runs');
    const run = readdirSync(runs).find((name) => name.endsWith('-deploy')) ?? '';
    const files = readdirSync(join(runs, run));
    expect(files).toEqual(expect.arrayContaining(['events.ndjson', 'report.html', 'db1.log', 'lb1.log']));
    const texts = files.map((name) => readFileSync(join(runs, run, name), 'utf8'));
    expect(texts.filter((text) => text.includes(MARKER))).toEqual([]);
    expect(events(readFileSync(join(runs, run, 'events.ndjson'), 'utf8')).at(-1)?.kind).toBe('run.finished');
  });

  test('run again changes nothing and prints so', async () => {
    const { code, stdout } = await quorate('deploy');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/deploy demo: done in .*: 0 changed, \d+ unchanged, 0 failed/),
    ]);
    expect(stdout).toContain('Files of this run: ');
  });

  test('leaves nothing to plan and all gates passing; status names the leader', async () => {
    const plan = await quorate('plan');
    expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Nothing to do.')]);
    expect((await quorate('verify')).code).toBe(0);
    const { stdout } = await quorate('status', ['--output', 'json']);
    const { hosts: rows } = JSON.parse(stdout) as { hosts: { role: string; part: string; state: string }[] };
    expect(rows.filter(({ part }) => part === 'leader')).toHaveLength(1);
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'ok'));
  });

  test('plan as JSON reports every step as up to date', async () => {
    const { stdout } = await quorate('plan', ['--output', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ nothingToDo: true, plan: { cluster: 'demo' } });
    expect(stdout).not.toContain(MARKER);
  });

  test('status shows the reachable hosts, names the host that is down, and exits with 3', async () => {
    hosts.world.powerOff('db2');
    const { code, stdout, stderr } = await quorate('status');
    hosts.world.powerOn('db2');
    expect([code, stderr]).toEqual([3, expect.stringContaining('db2')]);
    expect(stdout).toMatch(/db2 +database +NO ANSWER/);
    expect(stdout).toMatch(/rabbit1 +broker +ok/);
  });
});

describe('a command that cannot start', () => {
  test('reports a missing inventory on stderr and exits with 2', async () => {
    const { code, stdout, stderr } = await quorate('deploy', [], 'none.yaml');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('file not found')]);
  });

  test('still prints run.finished with the problems as the last JSON line', async () => {
    const { code, stdout } = await quorate('deploy', ['--output', 'json'], 'none.yaml');
    expect(code).toBe(2);
    expect(events(stdout).at(-1)).toMatchObject({
      kind: 'run.finished',
      outcome: 'failed',
      exitCode: 2,
      problems: [{ what: 'file not found' }],
    });
  });

  test('reports the position of a fault in another playbook', async () => {
    writeFileSync(join(folder, 'mine.yaml'), 'title: mine\nphases: nothing\n');
    const { code, stderr } = await quorate('plan', ['--offline', '--playbook', join(folder, 'mine.yaml')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('mine.yaml:1')]);
  });

  test('reports an unwritable run directory before contacting a host', async () => {
    rmSync(join(folder, '.quorate'), { recursive: true });
    writeFileSync(join(folder, '.quorate'), 'a file');
    const { code, stderr } = await quorate('deploy');
    const json = await quorate('deploy', ['--output', 'json']);
    rmSync(join(folder, '.quorate'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot create the directory of this run')]);
    expect(events(json.stdout).at(-1)).toMatchObject({ kind: 'run.finished', exitCode: 2 });
  });
});

describe('an interruption', () => {
  test('lets running steps finish; the same command then continues', async () => {
    hosts = await bareHosts();
    const fake = fakeEdges({
      clock,
      transport: async () => {
        void clock.sleep(60_000).then(() => fake.send('SIGINT'));
        return hosts.reopen();
      },
    });
    const code = await main(['deploy', join(folder, 'inventory.yaml')], fake.edges);
    expect(code).toBe(130);
    expect(fake.stdout()).toContain('SIGINT: no new steps');
    expect(fake.stdout()).toContain('deploy demo: interrupted');
    expect(fake.stdout()).toContain('Run the same command again');
    expect(fake.listeners.size).toBe(0);
    expect((await quorate('deploy')).code).toBe(0);
  });

  test('a bug in the middle of a run still emits run.finished', async () => {
    const broken = { ...hosts.reopen(), connect: () => Promise.reject(new TypeError('x is undefined')) };
    const fake = fakeEdges({ clock, transport: async () => broken });
    const code = await main(['deploy', join(folder, 'inventory.yaml'), '--output', 'json'], fake.edges);
    expect(code).toBe(1);
    expect(events(fake.stdout()).at(-1)).toMatchObject({ kind: 'run.finished', exitCode: 1 });
    expect(fake.stderr()).toContain('a bug in quorate: x is undefined');
  });

  test('a bug after changed steps: the last event still counts them', async () => {
    const bare = (await bareHosts()).reopen();
    const connect: typeof bare.connect = async (...given) => ({
      ...(await bare.connect(...given)),
      startJob: () => Promise.reject(new TypeError('x is undefined')),
    });
    const fake = fakeEdges({ clock, transport: async () => ({ ...bare, connect }) });
    expect(await main(['deploy', join(folder, 'inventory.yaml'), '--output', 'json'], fake.edges)).toBe(1);
    const seen = events(fake.stdout());
    const steps = seen.flatMap((event) => (event.kind === 'step.finished' ? [event.outcome] : []));
    const changed = steps.filter((outcome) => outcome === 'changed').length;
    expect(changed).toBeGreaterThan(0);
    expect(seen.at(-1)).toMatchObject({ kind: 'run.finished', exitCode: 1, counts: { changed } });
  });
});

describe('a secret in an error', () => {
  const secret = `${MARKER}rabbitmqpassword`;
  const failing = async (command: string, error: Error) => {
    const broken = { ...hosts.reopen(), connect: () => Promise.reject(error) };
    const fake = fakeEdges({ clock, transport: async () => broken });
    const code = await main([command, join(folder, 'inventory.yaml'), '--verbose'], fake.edges);
    return { code, text: `${fake.stdout()}${fake.stderr()}` };
  };

  test.each(['plan', 'deploy', 'status', 'verify'])(
    'is masked in the report of a bug: %s',
    async (command) => {
      const { code, text } = await failing(command, new TypeError(`no such thing: ${secret}`));
      expect(code).toBe(1);
      expect(text).toContain('a bug in quorate: no such thing: [secret]');
      expect(text).toContain('commands.test.ts');
      expect(text).not.toContain(MARKER);
    },
  );

  test.each(['plan', 'deploy', 'status'])(
    'is masked in a problem, before its lines are wrapped: %s',
    async (command) => {
      const long = `the host said, after a word or two to fill most of this line: ${secret}`;
      const problem = { where: 'db1', what: long, why: secret, next: long, lines: [secret, long] };
      const { code, text } = await failing(command, new ConnectError([problem]));
      expect(code).toBe(3);
      expect(text).toContain('[secret]');
      expect(text).not.toContain(MARKER.slice(0, 5));
    },
  );
});
