import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkAllGates, execute } from '../../../src/execute/execute.ts';
import { inspect } from '../../../src/execute/read/inspect.ts';
import { Secret } from '../../../src/model/secret.ts';
import { textFile } from '../../../src/simulate/world/files.ts';
import type { Transport } from '../../../src/transport/port.ts';
import { planFor, Stage, stepsOf } from '../../support/simulated.ts';
import { cluster, material } from '../../unit/platforms/cloudify/fixture.ts';

const plan = planFor('deploy');
const CONFIG = '/etc/cloudify/config.yaml';

describe('a second run on a complete cluster', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = new Stage();
    expect((await stage.run(plan)).exitCode).toBe(0);
  });

  test('changes nothing, acquires no lock, and needs one connection and at most three scripts per host', async () => {
    const counts = () => new Map([...stage.world.hosts].map(([name, host]) => [name, { ...host.counts }]));
    const before = counts();
    const again = await stage.run(plan);
    expect(again.finished).toMatchObject({ exitCode: 0, counts: { changed: 0, failed: 0 } });
    expect(again.events.filter((event) => event.kind.startsWith('lock.'))).toEqual([]);
    for (const [name, after] of counts()) {
      const earlier = before.get(name) ?? { connects: 0, scripts: 0 };
      expect({ name, connects: after.connects - earlier.connects }).toEqual({ name, connects: 1 });
      expect(after.scripts - earlier.scripts).toBeLessThanOrEqual(3);
    }
  });

  test('restores a removed file and an edited file, and changes nothing else', async () => {
    stage.world.host('db2').files.delete(CONFIG);
    const file = stage.world.host('rabbit1').files.get(CONFIG);
    if (!file) throw new Error('rabbit1 has no configuration');
    const { content, mode, owner, mtime } = file;
    stage.world.host('rabbit1').files.set(CONFIG, textFile(`# by hand\n${content}`, { mode, owner, mtime }));
    const again = await stage.run(plan);
    expect(again.exitCode).toBe(0);
    expect([...stepsOf(again, 'changed')].sort()).toEqual(['stage/db2/files', 'stage/rabbit1/files']);
    expect(again.events.filter((event) => event.kind === 'lock.acquired')).toHaveLength(1);
  });

  test('reads everything again after it has acquired the locks, and then only what steps change', async () => {
    stage.world.host('db2').files.delete(CONFIG);
    const reads: string[] = [];
    await stage.run(plan, {
      start: (whole, env) => execute(whole, { ...env, transport: recorded(env.transport, 'db2', reads) }),
    });
    const locked = reads.indexOf('lock');
    expect(reads.slice(0, locked)).toEqual(['everything']);
    expect(reads[locked + 1]).toBe('everything');
    expect(reads.slice(locked + 2)).toContain('state');
  });

  test('changes what plan has shown; plan itself changes nothing', async () => {
    stage.world.host('db3').files.delete(CONFIG);
    const applied = stage.world.applied.length;
    let changing: readonly string[] = [];
    await stage.run(plan, {
      start: async (whole, env) => {
        const comparison = await inspect(whole, env);
        changing = comparison.steps.flatMap(({ step, state }) =>
          state.kind === 'up-to-date' ? [] : [step.id],
        );
        return 0;
      },
    });
    expect(stage.world.applied).toHaveLength(applied);
    expect(stepsOf(await stage.run(plan), 'changed')).toEqual(changing);
    expect(changing).toEqual(['stage/db3/files']);
  });

  test('writes a changed setting without running a command; the hosts then require reconfigure until it has run', async () => {
    const hosts = cluster.hosts.map((host) =>
      host.role === 'broker' ? { ...host, overlay: { rabbitmq: { fd_limit: 65536 } } } : host,
    );
    const other = planFor('deploy', { cluster: { ...cluster, hosts } });
    const first = await stage.run(other);
    const brokers = ['rabbit1', 'rabbit2', 'rabbit3'];
    expect([...stepsOf(first, 'changed')].sort()).toEqual(brokers.map((host) => `stage/${host}/files`));
    expect(first.finished?.requires.map(({ host }) => host).sort()).toEqual(brokers);
    expect(first.finished?.requires[0]?.note).toContain('rabbitmq.fd_limit');
    const second = await stage.run(other);
    expect(stepsOf(second, 'changed')).toEqual([]);
    expect(second.finished?.requires).toHaveLength(3);
    expect((await stage.run(plan)).finished?.requires).toEqual([]);
  });

  test('requires reconfigure for another password; the gate that fails names the cause', async () => {
    const secrets = { ...material.secrets, rabbitmq_password: material.secrets.erlang_cookie };
    const run = await stage.run(planFor('deploy', { material: { ...material, secrets } }));
    expect(run.exitCode).toBe(5);
    expect(run.finished?.requires.map(({ note }) => note).join()).toContain('rabbitmq.password');
    expect(run.finished?.problems[0]).toMatchObject({ where: 'rabbit1', why: 'cause: login' });
    expect((await stage.run(plan)).exitCode).toBe(0);
  });

  test('stages a renewed key, which stays on the host until it is applied', async () => {
    const renewed = { certificate: 'renewed certificate of db1\n', key: new Secret('renewed key of db1\n') };
    const other = planFor('deploy', {
      material: { ...material, hosts: { ...material.hosts, db1: renewed } },
    });
    const run = await stage.run(other);
    expect(stepsOf(run, 'changed')).toEqual(['stage/db1/files']);
    expect(run.finished?.requires.map(({ note }) => note).join()).toContain('certificates.node.key');
    expect(stage.world.host('db1').files.get('/etc/quorate/node.key')?.content).toBe('renewed key of db1\n');
    expect(stepsOf(await stage.run(other), 'changed')).toEqual([]);
    expect([...stepsOf(await stage.run(plan), 'changed')].sort()).toEqual([
      'databases/db1/remove-staged-key',
      'stage/db1/files',
    ]);
  });

  test('verify passes, and exits 3 with the name of the host if a broker is down', async () => {
    expect((await stage.run(plan, { start: checkAllGates })).exitCode).toBe(0);
    stage.world.powerOff('rabbit3');
    const down = await stage.run(plan, { start: checkAllGates });
    expect(down.exitCode).toBe(3);
    expect(down.finished?.problems[0]?.where).toBe('rabbit3');
    stage.world.powerOn('rabbit3');
  });
});

/** Notes in `reads` how the host is locked and surveyed. */
function recorded(transport: Transport, host: string, reads: string[]): Transport {
  return {
    ...transport,
    connect: async (to, ...limits) => {
      const session = await transport.connect(to, ...limits);
      if (to.name !== host) return session;
      return {
        ...session,
        lock: (...given) => (reads.push('lock'), session.lock(...given)),
        survey: (ask, known) => (reads.push(known ? 'state' : 'everything'), session.survey(ask, known)),
      };
    },
  };
}
