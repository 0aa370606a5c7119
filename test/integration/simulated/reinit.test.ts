import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { streams } from '../../../src/simulate/services/database.ts';
import { faultsAt } from '../../../src/simulate/faults/faults.ts';
import { deployOf, fourteen, material, reinitOf, without } from '../../support/day-2.ts';
import { Stage } from '../../support/simulated.ts';

jest.setTimeout(60_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

/** A standby of the deployed ten, which streams, and the plan to copy it anew. */
async function deployed() {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(ten))).exitCode).toBe(0);
  await stage.clock.sleep(60_000);
  const { leader } = stage.world.host('db1').database!.cluster;
  const name = leader === 'db2' ? 'db3' : 'db2';
  const copy = () => reinitOf(ten, name);
  const streaming = () => streams(stage.world, stage.world.host(name));
  return { stage, copy, streaming };
}

test('a database that is copied anew streams when its step is finished, whatever Patroni told of it at first', async () => {
  const { stage, copy, streaming } = await deployed();
  const seen: boolean[] = [];
  const on = ({ kind }: RunEvent) => void (kind === 'step.finished' && seen.push(streaming()));
  expect((await stage.run(copy(), { on })).exitCode).toBe(0);
  expect(seen).toEqual([true]);
});

test('one whose copying was asked for by a run that was killed is copied once more, and waited for', async () => {
  const { stage, copy, streaming } = await deployed();
  const faults = faultsAt({ effect: { kind: 'kill', when: 'after' }, method: 'change', about: 'dbs reinit' });
  expect((await stage.run(copy(), { faults })).exitCode).toBeUndefined();
  const began = stage.clock.now();
  const again = await stage.run(copy());
  expect([again.exitCode, streaming()]).toEqual([0, true]);
  expect(stage.clock.now() - began).toBeLessThan(600_000);
});
