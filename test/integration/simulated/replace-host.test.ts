import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { hostNamed, type Host } from '../../../src/model/cluster.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { replaceMachine } from '../../../src/simulate/replace-machine.ts';
import { deployOf, fourteen, material, replaceOf, without } from '../../support/day-2.ts';
import { Stage, stepsOf, type Rehearsal } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

async function succeeds(run: Promise<Rehearsal>): Promise<Rehearsal> {
  const ran = await run;
  expect(ran.finished?.problems).toEqual([]);
  return ran;
}

async function changesNothing(stage: Stage, plan: Plan): Promise<void> {
  expect(stepsOf(await succeeds(stage.run(plan)), 'changed')).toEqual([]);
}

async function deployed(): Promise<Stage> {
  const stage = new Stage({ cluster: fourteen, material });
  await succeeds(stage.run(deployOf(ten)));
  return stage;
}

/** Gives a host of the ten another address. Returns the former host, the new one and the new cluster. */
function withAddress(name: string, address: string) {
  const was = hostNamed(ten, name);
  const host: Host = { ...was, address, privateIp: address, publicIp: address };
  return { was, host, cluster: { ...ten, hosts: ten.hosts.map((one) => (one === was ? host : one)) } };
}

/** Puts an empty machine in place of the host, after the other members have noticed that it is down. */
async function putEmptyMachine(stage: Stage, at: Host): Promise<void> {
  stage.world.powerOff(at.name);
  await stage.clock.sleep(1_800_000);
  replaceMachine(stage.world, at);
}

const REPLACED = (['db2', 'rabbit2', 'manager2', 'lb1'] as const).flatMap((name) => [
  { name, address: hostNamed(ten, name).address },
  { name, address: '198.51.100.99' },
]);

test.each(REPLACED)(
  'does not replace $name at $address again if the same command runs twice',
  async (former) => {
    const stage = await deployed();
    const { was, host, cluster } = withAddress(former.name, former.address);
    await putEmptyMachine(stage, host);
    const replacedFrom = (old: Host) => replaceOf(cluster, host, [old]);
    await succeeds(stage.run(replacedFrom(was)));
    const { brokers } = stage.world.host('manager1').manager!.database.registry;
    expect(brokers.get('rabbit2')).toBe(hostNamed(cluster, 'rabbit2').privateIp);
    const mark = stage.world.applied.length;
    await changesNothing(stage, replacedFrom(was));
    // After the command, no member lists the former host.
    await changesNothing(stage, replacedFrom(host));
    expect(stage.world.applied.slice(mark)).toEqual([]);
    await changesNothing(stage, deployOf(cluster));
  },
);

test.each(['remove/db2 at 198.51.100.12/remove-member', 'join/db2/install'])(
  'replaces a replacement that went down after %s by a third machine at another address',
  async (lastStep) => {
    const stage = await deployed();
    const [second, third] = [withAddress('db2', '198.51.100.98'), withAddress('db2', '198.51.100.99')];
    await putEmptyMachine(stage, second.host);
    const stopping = new AbortController();
    const on = (event: RunEvent) => {
      if (event.kind === 'step.finished' && event.step === lastStep) stopping.abort('SIGINT');
    };
    const given = replaceOf(second.cluster, second.host, [second.was]);
    expect((await stage.run(given, { on, signal: stopping.signal })).exitCode).toBe(130);
    await putEmptyMachine(stage, third.host);
    const again = replaceOf(third.cluster, third.host, [second.was, second.host]);
    await succeeds(stage.run(again));
    await changesNothing(stage, again);
    const { members } = stage.world.host('db1').database!.cluster;
    expect(members.map(({ address }) => address).sort()).toEqual(
      ['11', '13', '99'].map((end) => `198.51.100.${end}`),
    );
    await changesNothing(stage, deployOf(third.cluster));
  },
);
