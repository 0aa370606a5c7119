import { expect, jest, test } from '@jest/globals';
import type { HostName } from '../../../src/model/names.ts';
import { stopBrokerNode } from '../../../src/simulate/services/broker.ts';
import { stopDatabase } from '../../../src/simulate/services/database.ts';
import { deployOf, fourteen, material, removeOf, without } from '../../support/day-2.ts';
import { ofRelease } from '../../unit/platforms/cloudify/fixture.ts';
import { Stage } from '../../support/simulated.ts';
import { adviceText } from '../../support/advised.ts';

jest.setTimeout(120_000);

const CASES = [
  { role: 'broker', name: 'rabbit4', other: 'rabbit3', version: '7.0.0', start: 'cfy_manager start -v' },
  { role: 'database', name: 'db4', other: 'db3', version: '7.0.0', start: 'cfy_manager start -v' },
  { role: 'broker', name: 'rabbit4', other: 'rabbit3', version: '5.0.5-dev', start: 'cfy_manager start' },
] as const;

test.each(CASES)(
  'if removing a $role of $version is refused after it was stopped, the hint says how to keep it, also in the next run',
  async ({ role, name, other, version, start }) => {
    const spares: readonly HostName[] = ['db4', 'rabbit4', 'manager4', 'lb2'];
    const eleven = without(
      spares.filter((spare) => spare !== name),
      ofRelease(version, fourteen),
    );
    const stage = new Stage({ cluster: eleven, material });
    expect((await stage.run(deployOf(eleven))).exitCode).toBe(0);
    const { world } = stage;
    const plan = removeOf(eleven, { name, role });
    const first = await stage.run(plan, {
      on: (event) => {
        if (event.kind !== 'step.finished' || event.step !== `remove/${name}/stop`) return;
        stopBrokerNode(world, world.host(other));
        stopDatabase(world, world.host(other));
      },
    });
    await stage.clock.sleep(300_000);
    const second = await stage.run(plan);
    for (const { exitCode, finished } of [first, second]) {
      expect(exitCode).toBe(7);
      expect(finished?.problems.map(({ next }) => adviceText(next))).toEqual([
        expect.stringContaining(`${name} is stopped; to keep it, on ${name}: sudo ${start}`),
      ]);
    }
  },
);

test('a removal that is refused before the member was stopped prints no such hint', async () => {
  const eleven = without(['db4', 'manager4', 'lb2']);
  const stage = new Stage({ cluster: eleven, material });
  expect((await stage.run(deployOf(eleven))).exitCode).toBe(0);
  stopBrokerNode(stage.world, stage.world.host('rabbit3'));
  const { exitCode, finished } = await stage.run(removeOf(eleven, { name: 'rabbit4', role: 'broker' }));
  expect(exitCode).toBe(7);
  expect(finished?.problems.map(({ next }) => adviceText(next)).join()).not.toContain('to keep it');
});
