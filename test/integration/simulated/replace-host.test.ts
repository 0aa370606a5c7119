import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { hostNamed, type Host } from '../../../src/model/cluster.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { deliver } from '../../../src/simulate/deliver.ts';
import { deployOf, fourteen, material, replaceOf, without } from '../../support/day-2.ts';
import { Stage, stepsOf, type Rehearsal } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

async function well(run: Promise<Rehearsal>): Promise<Rehearsal> {
  const ran = await run;
  expect(ran.finished?.problems).toEqual([]);
  return ran;
}

async function nothingToDo(stage: Stage, plan: Plan): Promise<void> {
  expect(stepsOf(await well(stage.run(plan)), 'changed')).toEqual([]);
}

async function deployed(): Promise<Stage> {
  const stage = new Stage({ cluster: fourteen, material });
  await well(stage.run(deployOf(ten)));
  return stage;
}

/** A host of the ten with another address, and the ten with it. */
function moved(name: string, address: string) {
  const was = hostNamed(ten, name);
  const host: Host = { ...was, address, privateIp: address, publicIp: address };
  return { was, host, cluster: { ...ten, hosts: ten.hosts.map((one) => (one === was ? host : one)) } };
}

/** Another machine in its place, as it was delivered; the others have given up the dead one. */
async function delivered(stage: Stage, at: Host): Promise<void> {
  stage.world.powerOff(at.name);
  await stage.clock.sleep(1_800_000);
  deliver(stage.world, at);
}

const DEAD = (['db2', 'rabbit2', 'manager2', 'lb1'] as const).flatMap((name) => [
  { name, address: hostNamed(ten, name).address },
  { name, address: '198.51.100.99' },
]);

test.each(DEAD)('$name, replaced at $address, is not replaced again by the same command', async (dead) => {
  const stage = await deployed();
  const { was, host, cluster } = moved(dead.name, dead.address);
  await delivered(stage, host);
  const replacedFrom = (old: Host) => replaceOf(cluster, host, [old]);
  await well(stage.run(replacedFrom(was)));
  const { brokers } = stage.world.host('manager1').manager!.database.registry;
  expect(brokers.get('rabbit2')).toBe(hostNamed(cluster, 'rabbit2').privateIp);
  const mark = stage.world.applied.length;
  await nothingToDo(stage, replacedFrom(was));
  // Nobody remembers the dead one once the command is done.
  await nothingToDo(stage, replacedFrom(host));
  expect(stage.world.applied.slice(mark)).toEqual([]);
  await nothingToDo(stage, deployOf(cluster));
});

test.each(['remove/db2 at 198.51.100.12/remove-member', 'join/db2/install'])(
  'a successor that died after %s is replaced by another, with one more address',
  async (last) => {
    const stage = await deployed();
    const [second, third] = [moved('db2', '198.51.100.98'), moved('db2', '198.51.100.99')];
    await delivered(stage, second.host);
    const stopping = new AbortController();
    const on = (event: RunEvent) => {
      if (event.kind === 'step.finished' && event.step === last) stopping.abort('SIGINT');
    };
    const given = replaceOf(second.cluster, second.host, [second.was]);
    expect((await stage.run(given, { on, signal: stopping.signal })).exitCode).toBe(130);
    await delivered(stage, third.host);
    const again = replaceOf(third.cluster, third.host, [second.was, second.host]);
    await well(stage.run(again));
    await nothingToDo(stage, again);
    const { members } = stage.world.host('db1').database!.cluster;
    expect(members.map(({ address }) => address).sort()).toEqual(
      ['11', '13', '99'].map((last) => `198.51.100.${last}`),
    );
    await nothingToDo(stage, deployOf(third.cluster));
  },
);
