import { describe, expect, test } from '@jest/globals';
import {
  reportsOk,
  registeredBrokers,
  registeredManagers,
  statusAnswers,
} from '../../../src/platforms/cloudify/observe/manager.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import {
  ADMIN,
  ask,
  BROKERS,
  DATABASES,
  install,
  installAll,
  MANAGERS,
  stage,
  tell,
  wait,
  wholeCluster,
} from './cluster.ts';
import { tenSimulated } from './hosts.ts';

const of = (path: string) => ({ url: `https://HOST/api/v3.1/${path}` });
const asAdmin = (path: string) => ({ ...of(path), auth: ADMIN });

async function ready(): Promise<SimulatedTransport> {
  const transport = tenSimulated();
  await installAll(transport, ...DATABASES, ...BROKERS);
  await wait(transport, 60);
  return transport;
}

describe('managers', () => {
  test('require a database leader that accepts writes, and running brokers', async () => {
    const transport = tenSimulated();
    expect((await install(transport, 'manager1')).lines.at(-1)).toContain('No DB leader found');
    await installAll(transport, ...DATABASES);
    await wait(transport, 60);
    const { code, lines } = await install(transport, 'manager1');
    expect(code).toBe(1);
    expect(lines.at(-1)).toContain('no answer from rabbit1, rabbit2, rabbit3');
    expect(transport.world.host('manager1').files.has('/etc/cloudify/.installed/manager_service')).toBe(
      false,
    );
  });

  test('installed at the same time fail; installed one after the other they share one registry', async () => {
    const transport = await ready();
    const ends = await Promise.all(['manager1', 'manager2'].map((name) => install(transport, name)));
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(ends.flatMap(({ lines }) => lines).join('\n')).toContain('the database is being set up by');
    await installAll(transport, ...MANAGERS);
    await wait(transport, 30);
    const managers = registeredManagers(await ask(transport, 'manager3', asAdmin('managers')));
    expect([...(managers ?? [])].sort()).toEqual(MANAGERS);
    expect(registeredBrokers(await ask(transport, 'manager2', asAdmin('brokers')))).toEqual(BROKERS);
  });

  test('answer 401 without credentials and 200 with them; /ok fails if the database or all brokers are down', async () => {
    const transport = await wholeCluster();
    const seen = async () => [
      statusAnswers(await ask(transport, 'manager1', of('status'))),
      reportsOk(await ask(transport, 'manager1', of('ok'))),
    ];
    expect(await seen()).toEqual([true, true]);
    expect(await ask(transport, 'manager1', asAdmin('status'))).toMatchObject({ status: 200 });
    expect(await ask(transport, 'manager1', asAdmin('nothing'))).toMatchObject({ status: 404 });
    expect(await ask(transport, 'manager1', { url: 'https://HOST:53333/elsewhere' })).toMatchObject({
      status: 404,
    });
    for (const name of BROKERS) transport.world.powerOff(name);
    expect(await seen()).toEqual([true, false]);
    for (const name of BROKERS) transport.world.powerOn(name);
    for (const name of DATABASES) transport.world.powerOff(name);
    await wait(transport, 30);
    expect(await seen()).toEqual([true, false]);
    expect(await ask(transport, 'manager1', asAdmin('managers'))).toMatchObject({ status: 500 });
    expect((await tell(transport, 'manager1', 'cfy cluster managers list')).code).toBe(1);
  });

  test('print the admin password at the end of an installation, as the product does', async () => {
    const transport = await ready();
    const { lines } = await install(transport, 'manager1');
    expect(lines).toContain('Manager password is admin-password');
  });

  test('an installation that was killed while it set up the database succeeds when run again', async () => {
    const transport = await ready();
    const session = await stage(transport, 'manager1');
    const job = {
      name: 'install',
      command: { program: 'cfy_manager', args: ['install', '-v'], as: 'root', timeoutMs: 1 },
    };
    const receipt = { name: 'r', receipt: { v: 2, inputs: {}, run: 'r' } } as const;
    await session.startJob({ ...job, receipt } as never);
    await wait(transport, 120);
    expect(transport.world.host('db1').database?.cluster.registry.migratingOn).toBe('manager1');
    transport.world.killJob('manager1', 'install');
    await installAll(transport, 'manager1');
    expect((await install(transport, 'manager2')).code).toBe(0);
  });
});

describe('cfy', () => {
  test('lists the license, members and brokers of the cluster', async () => {
    const transport = await wholeCluster();
    const cfy = (text: string) => tell(transport, 'manager2', `cfy ${text}`);
    expect((await cfy('license check')).code).toBe(1);
    expect((await cfy('license upload /nowhere')).code).toBe(1);
    expect((await cfy('license upload /etc/quorate/ca.crt')).code).toBe(0);
    expect((await cfy('license check')).code).toBe(0);
    expect((await cfy('license list')).out).toContain('Premium');
    expect((await cfy('cluster update-profile')).code).toBe(0);
    expect((await cfy('profiles list')).out).toContain('manager-local');
    expect((await cfy('cluster managers list')).out).toContain('| manager3 | 198.51.100.33 |');
    expect((await cfy('cluster brokers add rabbit4 198.51.100.24')).code).toBe(0);
    expect((await cfy('cluster brokers add rabbit4 198.51.100.24')).code).toBe(1);
    expect((await cfy('cluster brokers list')).out).toContain('| rabbit4 |');
    expect((await cfy('cluster brokers remove rabbit4')).code).toBe(0);
    expect((await cfy('cluster brokers remove rabbit4')).code).toBe(1);
    expect((await cfy('cluster remove manager3')).code).toBe(0);
    expect((await cfy('cluster remove manager3')).code).toBe(1);
  });

  test('reports the status of the cluster, and exits with 0 even if it is not OK', async () => {
    const transport = await wholeCluster();
    const status = async () => {
      const { code, out } = await tell(transport, 'manager1', 'cfy cluster status --json');
      return [code, (JSON.parse(out) as { status: string }).status];
    };
    expect(await status()).toEqual([0, 'OK']);
    transport.world.powerOff('rabbit3');
    expect(await status()).toEqual([0, 'Degraded']);
  });
});
