import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import { createEmit } from '../../../src/events/emit.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { withoutJournal } from '../../../src/execute/environment.ts';
import { execute } from '../../../src/execute/execute.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Command } from '../../../src/model/host/command.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import type { Action, Step } from '../../../src/model/plan/step.ts';
import { planGate } from '../../../src/plan/build/plan-gate.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';
import { cluster as ten, material } from '../../unit/platforms/cloudify/fixture.ts';
import { EMPTY_PLAN } from '../../support/empty-plan.ts';

jest.setTimeout(60_000);

/** `install` creates the product's marker; `dbs list` reports a healthy cluster. */
const CFY_MANAGER = 'case $1 in install) mkdir -p /etc/cloudify; : >/etc/cloudify/marker ;; esac';
const MARKER = '/etc/cloudify/marker';

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine({ programs: { cfy_manager: CFY_MANAGER } });
});
afterAll(() => machine.stop());

const asRoot = (...args: readonly string[]): Command => ({
  program: 'cfy_manager',
  args,
  as: 'root',
  timeoutMs: 5000,
});
const step = (slug: string, action: Action): Step => ({
  id: `databases/db1/${slug}`,
  title: slug,
  host: 'db1',
  action,
});
const inputs = { settings: 'a digest' };

/** One step of each kind, then a gate. */
function planFor(cluster: Cluster): Plan {
  const want = { whole: 'text\n' };
  const file = { path: '/srv/file', mode: 0o600, owner: 'root:root', want, compare: 'content' } as const;
  const job = {
    kind: 'job',
    name: 'install',
    marker: MARKER,
    ifMarkerExists: 'done',
    requires: 'reconfigure',
  } as const;
  const steps = [
    step('files', { kind: 'files', files: [file] }),
    step('install', {
      ...job,
      command: asRoot('install'),
      unless: { receipt: 'install/database', inputs },
      repair: [],
    }),
    step('run', { kind: 'run', command: asRoot('start'), unless: { receipt: 'started', inputs } }),
  ];
  const gates = [planGate('databases-healthy', { cluster, material })];
  const phase = { id: 'databases', title: 'databases', after: [], order: 'serial', gates } as const;
  return {
    ...EMPTY_PLAN,
    playbook: 'test',
    cluster: cluster.name,
    platform: cluster.platform,
    hosts: ['db1'],
    phases: [{ ...phase, lanes: [{ host: 'db1', steps }] }],
  };
}

async function deploy(run: string) {
  const cluster: Cluster = { ...ten, hosts: [machine.host()] };
  const counts = { connects: 0, frames: 0 };
  const transport = testTransport({
    onConnect: () => (counts.connects += 1),
    onFrame: () => (counts.frames += 1),
  });
  const events: RunEvent[] = [];
  const readers = [(event: RunEvent) => void events.push(event)];
  const emit = createEmit({ run, clock: systemClock, redact: (line) => line, readers });
  const process = { machineId: 'workstation', bootId: 'boot', pid: 1, started: run };
  const who = { cluster: cluster.name, token: run, who: 'ann', from: 'workstation', command: 'deploy', run };
  const code = await execute(planFor(cluster), {
    ...{ transport, clock: systemClock, emit, cluster, run, command: 'deploy', inventory: 'digest' },
    receiptKey: material.secrets.receipt_key,
    recorded: withoutJournal,
    holder: { ...who, ...process },
    isHolderRunning: () => false,
    signal: new AbortController().signal,
  });
  await transport.close();
  const last = events.at(-1);
  return { code, counts, done: last?.kind === 'run.finished' ? last.counts : last };
}

test('a second deploy over real SSH queries each host over one connection, in at most three scripts', async () => {
  expect(await deploy('run-1')).toMatchObject({ code: 0, done: { changed: 3, unchanged: 0, failed: 0 } });
  const { code, counts, done } = await deploy('run-2');
  expect([code, done]).toEqual([0, { changed: 0, unchanged: 3, failed: 0 }]);
  expect(counts.connects).toBe(1);
  expect(counts.frames).toBeLessThanOrEqual(3);
});
