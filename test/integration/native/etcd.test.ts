import { describe, expect, test } from '@jest/globals';
import { hostNamed } from '../../../src/model/cluster.ts';
import { replaceMachine } from '../../../src/simulate/replace-machine.ts';
import { adviceText } from '../../support/advised.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';
import { cluster, material, planOf } from '../../unit/platforms/native/fixture.ts';

async function deployed(): Promise<Stage> {
  const stage = new Stage({ cluster, material });
  const { finished } = await stage.run(planOf('deploy', { kind: 'deploy' }));
  expect(finished).toMatchObject({ outcome: 'done' });
  return stage;
}

describe('an alarm of etcd', () => {
  test.each([
    [
      'NOSPACE',
      'on db1: . /etc/etcd/quorate.env && etcdctl defrag --cluster && etcdctl alarm disarm; then: quorate verify inventory.yaml',
    ],
    [
      'CORRUPT',
      'stop and empty db2; on db1: . /etc/etcd/quorate.env && etcdctl alarm disarm; then: quorate replace-host inventory.yaml db2; then: quorate verify inventory.yaml',
    ],
  ])(
    '%s fails its gate at once, with the member that raised it and the commands to type',
    async (alarm, next) => {
      const stage = await deployed();
      stage.world.host('db1').database?.cluster.alarms.set('10.20.0.12', alarm);
      const { finished, events } = await stage.run(planOf('deploy', { kind: 'deploy' }));
      expect(finished).toMatchObject({ outcome: 'failed' });
      const [verdict] = events.flatMap((event) =>
        event.kind === 'gate.finished' && event.gate === 'etcd-quorum' ? [event.verdict] : [],
      );
      expect(verdict).toMatchObject({ state: 'failed' });
      expect(verdict?.seen.map(({ line }) => line)).toEqual(
        Array.from({ length: 3 }, () => `alarm ${alarm} of db2: etcd refuses writes`),
      );
      expect(adviceText(verdict?.seen[0]?.hint)).toBe(next);
    },
  );
});

test('the data of etcd is saved before a lost database is removed, too', async () => {
  const stage = await deployed();
  stage.world.powerOff('db3');
  await stage.clock.sleep(120_000);
  const db3 = hostNamed(cluster, 'db3');
  const address = '10.20.0.14';
  const moved = { ...db3, address, privateIp: address, publicIp: address };
  const after = { ...cluster, hosts: cluster.hosts.map((host) => (host === db3 ? moved : host)) };
  replaceMachine(stage.world, moved);
  const change = { kind: 'replace', members: [{ replacement: moved, former: [db3] }], down: [] } as const;
  const run = await stage.run(planOf('replace-machine', change, after));
  expect(run.finished).toMatchObject({ outcome: 'done', problems: [] });
  const changed = stepsOf(run, 'changed').filter((step) => /snapshot|remove-member|add-learner/.test(step));
  expect(changed.map((step) => step.replace(/^.*\//, ''))).toEqual([
    'snapshot',
    'remove-member',
    'snapshot',
    'add-learner',
  ]);
});
