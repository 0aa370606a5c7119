import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { isStandbyStreaming } from '../../../src/simulate/services/database.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import { deployOf, fourteen, material, reinitOf, without } from '../../support/day-2.ts';
import { Stage } from '../../support/simulated.ts';

jest.setTimeout(60_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

/** Deploys the ten hosts. Returns a plan that reinitializes a standby, and a check that it streams. */
async function deployed() {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(ten))).exitCode).toBe(0);
  await stage.clock.sleep(60_000);
  const { leader } = stage.world.host('db1').database!.cluster;
  const name = leader === 'db2' ? 'db3' : 'db2';
  const reinit = () => reinitOf(ten, name);
  const streaming = () => isStandbyStreaming(stage.world, stage.world.host(name));
  return { stage, reinit, streaming };
}

test('a reinitialized standby streams when its step finishes, even if Patroni first reported its old state', async () => {
  const { stage, reinit, streaming } = await deployed();
  const seen: boolean[] = [];
  const on = ({ kind }: RunEvent) => void (kind === 'step.finished' && seen.push(streaming()));
  expect((await stage.run(reinit(), { on })).exitCode).toBe(0);
  expect(seen).toEqual([true]);
});

test('reinitializes the standby again after a killed run had requested it, and waits until it streams', async () => {
  const { stage, reinit, streaming } = await deployed();
  const faults = faultsAt({ effect: { kind: 'kill', when: 'after' }, method: 'change', about: 'dbs reinit' });
  expect((await stage.run(reinit(), { faults })).exitCode).toBeUndefined();
  const startedAt = stage.clock.now();
  const again = await stage.run(reinit());
  expect([again.exitCode, streaming()]).toEqual([0, true]);
  expect(stage.clock.now() - startedAt).toBeLessThan(600_000);
});
