import { expect, jest, test } from '@jest/globals';
import { Stage, stepsOf } from '../../support/simulated.ts';
import { restartChange } from '../../../src/plan/build/named-change.ts';
import { deployOf, material, planOf, without } from '../../support/day-2.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

test.each(['manager3', 'lb1'])(
  'restarts every host except %s, which is down; no gate reports it as an unknown member or waits for it',
  async (down) => {
    const stage = new Stage({ cluster: ten, material });
    expect((await stage.run(deployOf(ten))).exitCode).toBe(0);
    stage.world.powerOff(down);
    await stage.clock.sleep(600_000);
    const plan = planOf('restart', ten, restartChange(ten, { role: 'all', request: 'r' }, [down]));
    const ran = await stage.run(plan);
    expect(ran.finished?.problems).toEqual([]);
    const restarted = stepsOf(ran, 'changed').flatMap((step) =>
      (/(\w+)\/restart$/.exec(step) ?? []).slice(1),
    );
    const others = ten.hosts.map(({ name }) => name).filter((name) => name !== down);
    expect([...restarted].sort()).toEqual([...others].sort());
  },
);
