import { expect, jest, test } from '@jest/globals';
import { killAt } from '../../support/scripted-faults.ts';
import { simulatedExternalServices } from '../../../src/simulate/services/external.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { simulatedTransport, type SimulatedTransport } from '../../../src/simulate/transport.ts';
import { otherAuthorities, outsourced } from '../../unit/platforms/cloudify/fixture.ts';
import { deploy, planOf, type Ran } from './deploy.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(120_000);

const plan = planOf('deploy', { cluster: outsourced, material: otherAuthorities });
const managers = outsourced.hosts.map(({ name }) => name);
const emptyManagers = () =>
  simulatedTransport({
    hosts: outsourced.hosts,
    clock: virtualClock(),
    external: simulatedExternalServices(outsourced, otherAuthorities),
  });

/** Resets a host to a fresh image. The external database keeps its data. */
function wipe({ world }: SimulatedTransport, name: string): void {
  const host = world.host(name);
  for (const path of [...host.files.keys()])
    if (/^\/(var\/lib\/quorate|etc\/(cloudify|quorate))\//.test(path)) host.files.delete(path);
  host.packages.clear();
  host.jobs.clear();
  host.manager = undefined;
}

const problemsOf = ({ events }: Ran) =>
  events.flatMap((event) => (event.kind === 'run.finished' ? event.problems : []));

test('refuses to install managers on the database of a cluster whose managers were all wiped', async () => {
  const transport = emptyManagers();
  expect((await deploy(transport, plan)).end).toBe(0);
  for (const name of managers) wipe(transport, name);
  const applied = transport.world.applied.length;
  const again = await deploy(transport.reopen(), plan, 'run-2');
  expect(again.end).toBe(7);
  expect(problemsOf(again)).toEqual([
    {
      where: 'pg.example.com:5432',
      what: 'the database cloudify_db already contains tables, but no manager is installed',
      why: 'a cluster stores or stored its data in it, and new managers would damage the data',
      next: 'restore a manager from a backup; or drop cloudify_db if it is no longer needed; or set databases.external.cloudify_database to another name',
    },
  ]);
  expect(transport.world.applied.slice(applied)).toEqual([]);
});

test('if one manager is left, names the wiped managers from its registry and suggests replace-host', async () => {
  const transport = emptyManagers();
  await deploy(transport, plan);
  for (const name of managers.slice(1)) wipe(transport, name);
  const again = await deploy(transport.reopen(), plan, 'run-2');
  expect(again.end).toBe(7);
  expect(problemsOf(again).map(({ next }) => adviceText(next))).toEqual(
    managers.slice(1).map((name) => `quorate replace-host inventory.yaml ${name}`),
  );
});

test('completes a first deploy that was killed at any call, before or after the first manager created the database', async () => {
  const whole = emptyManagers();
  await deploy(whole, plan);
  for (let index = 10; index <= whole.calls.length; index += 23) {
    const transport = emptyManagers();
    const killed = await deploy(transport.reopen(killAt(index, 'after')), plan);
    expect(killed.end).toBe('killed');
    await transport.world.clock.sleep(120_000);
    const next = await deploy(transport.reopen(), plan, 'run-2');
    expect({ index, end: next.end }).toEqual({ index, end: 0 });
  }
});
