import { describe, expect, jest, test } from '@jest/globals';
import type { Rendered } from '../../../src/model/rendered.ts';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { type Cluster } from '../../../src/model/cluster.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { SECOND } from '../../../src/model/duration.ts';
import type { FaultTiming } from '../../../src/simulate/faults/faults.ts';
import { faultsAt, type ScriptedFault } from '../../support/scripted-faults.ts';
import { applyFault } from '../../../src/simulate/faults/apply-fault.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { deployOf, fourteen, material, removeOf, restartOf, without } from '../../support/day-2.ts';
import { watchWorld } from '../../support/schedules/watch.ts';
import { Stage, stepsOf, type Rehearsal } from '../../support/simulated.ts';

jest.setTimeout(120_000);

type World = SimulatedTransport['world'];

const small = without(['manager2', 'manager3', 'manager4', 'lb1', 'lb2', 'db4', 'rabbit4']);
const fourDatabases = grown('db4');
const fourBrokers = grown('rabbit4');

function grown(name: HostName): Cluster {
  return without(fourteen.hosts.map((host) => host.name).filter((one) => one !== name && !isSmall(one)));
}

function isSmall(name: HostName): boolean {
  return small.hosts.some((host) => host.name === name);
}

interface Case {
  readonly cluster: Cluster;
  readonly plan: Plan;
  /** The step whose command is lost. */
  readonly step: string;
  /** Selects the call that is lost. */
  readonly lost: Omit<ScriptedFault, 'effect'>;
  readonly when?: FaultTiming;
  /** Runs while the host is disconnected. */
  readonly meanwhile: (world: World) => void;
}

interface Observed extends Rehearsal {
  readonly world: World;
  /** States of the step's proofs, in order. */
  readonly proofs: readonly string[];
  readonly voteCounts: readonly Rendered[];
  /** Violations that watchWorld observed. */
  readonly seen: readonly string[];
}

async function runCase({ cluster, plan, step, lost, when = 'before', meanwhile }: Case): Promise<Observed> {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(cluster))).exitCode).toBe(0);
  const { world } = stage;
  const seen = watchWorld(world, cluster);
  const proofs: Extract<RunEvent, { kind: 'proof' }>[] = [];
  const on = (event: RunEvent) => {
    if (event.kind === 'proof' && event.step === step) proofs.push(event);
    if (event.kind === 'host.lost') meanwhile(world);
  };
  const ran = await stage.run(plan, { faults: faultsAt({ ...lost, effect: { kind: 'drop', when } }), on });
  return {
    ...ran,
    ...{ world, seen },
    proofs: proofs.map(({ state }) => state),
    voteCounts: proofs.map(renderProof),
  };
}

const leavingDatabase = {
  cluster: fourDatabases,
  plan: removeOf(fourDatabases, { name: 'db4', role: 'database' }),
  step: 'remove/db4/stop',
  lost: { method: 'change', about: 'cfy_manager stop' },
} as const;

const leavingBroker = {
  cluster: fourBrokers,
  plan: removeOf(fourBrokers, { name: 'rabbit4', role: 'broker' }),
  step: 'remove/rabbit4/stop',
  lost: { method: 'change', about: 'stop_app' },
} as const;

const restartedBroker = {
  cluster: small,
  plan: restartOf(small, 'broker'),
  step: 'brokers/rabbit1/restart',
  lost: { host: 'rabbit1', method: 'startJob' },
} as const;

describe('a command lost before it takes effect, while another member goes down', () => {
  test.each([
    {
      what: 'a database is not stopped',
      ...leavingDatabase,
      goesDown: 'db1',
      why: 'db1 is not healthy',
    },
    { what: 'a broker is not stopped', ...leavingBroker, goesDown: 'rabbit3', why: 'rabbit3 is not running' },
    {
      what: 'a broker is not restarted',
      ...restartedBroker,
      goesDown: 'rabbit3',
      why: 'without rabbit1 1 running',
    },
    {
      what: 'a database is not restarted',
      cluster: small,
      plan: restartOf(small, 'database'),
      step: 'databases/db2/restart',
      lost: { host: 'db2', method: 'startJob' },
      goesDown: 'db3',
      why: 'without db2 1 healthy',
    } as const,
  ])('$what: the step is proved again and refused', async ({ goesDown, why, ...given }) => {
    const { proofs, voteCounts, seen, ...ran } = await runCase({
      ...given,
      meanwhile: (hosts) => hosts.powerOff(goesDown),
    });
    expect(ran.exitCode).toBe(7);
    expect(proofs.at(0)).toBe('safe');
    expect(proofs.at(-1)).not.toBe('safe');
    expect(voteCounts.at(-1)).toContain(why);
    expect(ran.finished?.problems[0]?.why).toBe(voteCounts.at(-1));
    expect(stepsOf(ran, 'changed')).not.toContain(given.step);
    expect(seen).toEqual([]);
  });
});

describe('a command lost before it takes effect', () => {
  test('is sent again when the member that rebooted meanwhile is back', async () => {
    const blink = (world: World) => {
      world.reboot('rabbit3');
      applyFault(world, 'rabbit1', { kind: 'disconnect', ms: 28 * SECOND });
    };
    const ran = await runCase({ ...restartedBroker, meanwhile: once(blink) });
    expect(ran.exitCode).toBe(0);
    expect([...new Set(ran.proofs)]).toEqual(['safe', 'wait']);
    expect(ran.proofs.at(-1)).toBe('safe');
    expect(ran.seen).toEqual([]);
  });

  test('is sent again after a second switchover, if the database has become leader again', async () => {
    const becomeLeader = ({ hosts }: World) => {
      const database = hosts.get('db1')?.database?.cluster;
      if (database) Object.assign(database, { leader: 'db2', lastLeader: 'db2', sync: 'db1' });
    };
    const given = { step: 'databases/db2/restart', lost: { host: 'db2', method: 'startJob' } } as const;
    const ran = await runCase({
      ...{ cluster: small, plan: restartOf(small, 'database'), ...given },
      meanwhile: once(becomeLeader),
    });
    expect(ran.exitCode).toBe(0);
    expect(stepsOf(ran, 'changed').filter((step) => step === 'databases/db2/switchover')).toHaveLength(2);
    expect(ran.seen).toEqual([]);
  });
});

test('follows a job whose start was not confirmed, without another proof', async () => {
  const ran = await runCase({ ...restartedBroker, when: 'after', meanwhile: () => undefined });
  expect(ran.exitCode).toBe(0);
  expect(ran.proofs).toEqual(['safe']);
  expect(ran.seen).toEqual([]);
});

function once(meanwhile: (world: World) => void): (world: World) => void {
  let isDone = false;
  return (world) => {
    if (!isDone) meanwhile(world);
    isDone = true;
  };
}
