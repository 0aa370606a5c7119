import { describe, expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { timesOf } from '../../../src/journal/durations.ts';
import { estimatePhases } from '../../../src/journal/estimate.ts';
import type { FaultTiming } from '../../../src/simulate/faults/faults.ts';
import { faultsAt, killAt } from '../../support/scripted-faults.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { cluster, deploy, planOf, tenEmptyHosts } from './deploy.ts';

jest.setTimeout(300_000);

const TELLTALE = /revealed-\w+/;

/** Effects on the hosts, except elections, whose winner depends on timing. */
/** Effects, without a reload of HAProxy: it changes nothing, and is repeated if its receipt is missing. */
function effects({ world }: SimulatedTransport): readonly string[] {
  return world.applied
    .filter(({ kind, what }) => kind === 'effect' && !/ (leads|reloaded)$/.test(what))
    .map(({ host, what }) => `${host}: ${what}`);
}

/** Every file on the hosts with its digest and mode, except logs, receipts, jobs and the history, which differ from run to run. */
function files({ world }: SimulatedTransport): readonly string[] {
  const changing = /^\/var\/(log\/|lib\/quorate\/(receipts\/|jobs\/|history))/;
  return [...world.hosts.values()].flatMap(({ name, files: own }) =>
    [...own]
      .filter(([path]) => !changing.test(path))
      .map(([path, { sha256, mode }]) => `${name} ${path} ${sha256} ${mode.toString(8)}`)
      .sort(),
  );
}

function counts(events: readonly RunEvent[]) {
  const last = events.at(-1);
  return last?.kind === 'run.finished' ? last.counts : undefined;
}

describe('deploy on simulated hosts', () => {
  test('installs ten empty hosts in the mandated order', async () => {
    const transport = tenEmptyHosts();
    const { end, events } = await deploy(transport);
    expect(end).toBe(0);
    expect(counts(events)?.failed).toBe(0);
    expect(counts(events)?.changed).toBeGreaterThan(50);
    const order = effects(transport)
      .map((effect) => effect.split(': ')[1] ?? '')
      .filter((what) => !what.startsWith('package') && !/^broker rabbit[23] started/.test(what));
    expect(order).toEqual([
      'database db1 started',
      'database db2 started',
      'database db3 started',
      'broker rabbit1 started',
      'broker rabbit2 joined rabbit1',
      'broker rabbit3 joined rabbit1',
      'manager manager1 registered',
      'manager manager2 registered',
      'manager manager3 registered',
      'balancer lb1 started',
      'license uploaded',
    ]);
  });

  test('reports the steps that will change a host, and the same deploy has no unknown duration afterwards', async () => {
    const { events } = await deploy(tenEmptyHosts());
    const changing = events.flatMap((event) => (event.kind === 'run.compared' ? event.changing : []));
    const changed = events.flatMap((event) =>
      event.kind === 'step.finished' && event.outcome === 'changed' ? [event.step] : [],
    );
    expect(changed).toEqual(expect.arrayContaining(changing));
    expect(changing.length).toBeGreaterThan(50);
    expect(estimatePhases(planOf('deploy'), new Set(changing), [timesOf(events)]).unknown).toEqual([]);
  });

  test('no private key stays on a host except the one HAProxy uses', async () => {
    const transport = tenEmptyHosts();
    await deploy(transport);
    const keys = [...transport.world.hosts.values()].flatMap(({ name, files: own }) =>
      [...own].filter(([, { content }]) => content.includes('key of')).map(([path]) => `${name} ${path}`),
    );
    expect(keys).toEqual(['lb1 /etc/haproxy/cert.pem']);
  });

  test('a second deploy changes nothing, acquires no lock, and needs one connection and at most three scripts per host', async () => {
    const transport = tenEmptyHosts();
    await deploy(transport);
    const before = [...transport.world.hosts.values()].map(({ counts: own }) => ({ ...own }));
    const again = transport.reopen();
    const written = transport.world.applied.length;
    const { end, events } = await deploy(again, undefined, 'run-2');
    expect(end).toBe(0);
    expect(counts(events)).toEqual({ changed: 0, unchanged: 55, failed: 0 });
    expect(again.calls.filter(({ method }) => method === 'lock')).toEqual([]);
    expect(transport.world.applied).toHaveLength(written);
    [...transport.world.hosts.values()].forEach(({ counts: own }, index) => {
      expect(own.connects - (before[index]?.connects ?? 0)).toBe(1);
      expect(own.scripts - (before[index]?.scripts ?? 0)).toBeLessThanOrEqual(3);
    });
  });

  test('restores a deleted and an edited config.yaml, and changes nothing else', async () => {
    const transport = tenEmptyHosts();
    await deploy(transport);
    const { world } = transport;
    const config = '/etc/cloudify/config.yaml';
    const edited = world.host('manager2').files.get(config);
    world.host('rabbit3').files.delete(config);
    if (edited) world.host('manager2').files.set(config, { ...edited, content: 'by hand', sha256: 'other' });
    const before = world.applied.length;
    const { end } = await deploy(transport.reopen(), undefined, 'run-2');
    expect(end).toBe(0);
    const changed = world.applied.slice(before).filter(({ kind }) => kind !== 'receipt');
    expect(changed.map(({ host, what }) => `${host} ${what}`).sort()).toEqual([
      `manager2 ${config}`,
      `rabbit3 ${config}`,
    ]);
    expect(world.host('manager2').files.get(config)?.sha256).toBe(edited?.sha256);
  });

  test('deploy-overlapped produces the same cluster in less time', async () => {
    const [plain, overlapped] = [tenEmptyHosts(), tenEmptyHosts()];
    await deploy(plain);
    const { end } = await deploy(overlapped, planOf('deploy-overlapped'));
    expect(end).toBe(0);
    expect([...effects(overlapped)].sort()).toEqual([...effects(plain)].sort());
    expect(files(overlapped)).toEqual(files(plain));
    expect(overlapped.world.now()).toBeLessThan(plain.world.now());
  });

  test('a failed job stops its phase and names the host; the next run completes it', async () => {
    const effect = { kind: 'job-fails', pauses: 3, code: 1 } as const;
    const transport = tenEmptyHosts({
      faults: faultsAt({ effect, host: 'rabbit2', about: 'install-broker' }),
    });
    const { end, events } = await deploy(transport);
    expect(end).toBe(4);
    const last = events.at(-1);
    expect(last?.kind === 'run.finished' && last.problems.map(({ where }) => where)).toEqual(['rabbit2']);
    expect(transport.world.host('rabbit3').broker).toBeUndefined();
    expect((await deploy(transport.reopen(), undefined, 'run-2')).end).toBe(0);
  });

  test.each([
    ['the kernel reports it', 'Out of memory: Killed process 4242 (cfy_manager)', 'out-of-memory'],
    ['the kernel reports another fault', 'EXT4-fs warning', 'unknown'],
  ])('a killed job lacked memory if %s', async (_, kernel, cause) => {
    const effect = { kind: 'job-fails', pauses: 3, code: 137, kernel } as const;
    const faults = faultsAt({ effect, host: 'rabbit2', about: 'install-broker' });
    const { events } = await deploy(tenEmptyHosts({ faults }));
    const last = events.at(-1);
    expect(last?.kind === 'run.finished' && last.problems).toMatchObject([{ where: 'rabbit2', cause }]);
  });

  test('no event or call contains a secret, except output lines that the product itself prints', async () => {
    const transport = tenEmptyHosts();
    const { events } = await deploy(transport);
    const leaking = events.filter((event) => TELLTALE.test(JSON.stringify(event)));
    expect(new Set(leaking.map(({ kind }) => kind))).toEqual(new Set(['step.output']));
    expect(transport.calls.filter(({ detail }) => TELLTALE.test(detail))).toEqual([]);
  });
});

describe('killed and run again', () => {
  const clean = tenEmptyHosts();
  const undisturbed = deploy(clean);
  /** Kills at every 101st call: a sample of the whole run. */
  const STEP = 101;
  const whens: readonly FaultTiming[] = ['before', 'within', 'after'];

  test.each(whens)(
    '%s any of its calls: the same cluster, no effect twice, no lock of the second run',
    async (when) => {
      await undisturbed;
      for (let index = 1 + whens.indexOf(when) * 11; index <= clean.calls.length; index += STEP) {
        const transport = tenEmptyHosts({ faults: killAt(index, when) });
        await deploy(transport);
        const { end } = await deploy(transport.reopen(), undefined, 'run-2');
        const seen = { index, end, effects: [...effects(transport)].sort(), files: files(transport) };
        expect(seen).toEqual({ index, end: 0, effects: [...effects(clean)].sort(), files: files(clean) });
        // A run that has nothing to do acquires no lock, so the lock of the killed run may remain.
        const holders = cluster.hosts.flatMap(({ name }) => [...transport.world.host(name).locks.values()]);
        expect(holders.filter(({ holder }) => holder.run !== 'run-1')).toEqual([]);
      }
    },
  );
});
