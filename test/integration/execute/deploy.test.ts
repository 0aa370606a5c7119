import { describe, expect, test } from '@jest/globals';
import { planFor, Stage } from '../../support/simulated.ts';

const plan = planFor('deploy');

describe('a first deploy', () => {
  test('builds the cluster in the required order and waits for the gates of every phase', async () => {
    const stage = new Stage();
    const first = await stage.run(plan);
    expect(first.finished).toMatchObject({ outcome: 'done', exitCode: 0, problems: [] });
    const milestones = first.events.flatMap((e) => {
      if (e.kind === 'phase.finished') return [`${e.phase} done`];
      return e.kind === 'gate.finished' ? [`gate ${e.gate} ${e.outcome}`] : [];
    });
    expect(milestones).toEqual([
      'gate hosts-ready ready',
      'preflight done',
      'stage done',
      'gate etcd-quorum ready',
      'gate patroni-leader ready',
      'gate databases-healthy ready',
      'databases done',
      'first-broker done',
      'gate broker-cluster ready',
      'other-brokers done',
      'first-manager done',
      'gate manager-status ready',
      'other-managers done',
      'gate load-balancer ready',
      'load-balancers done',
      'after-installation done',
    ]);
  });
});
