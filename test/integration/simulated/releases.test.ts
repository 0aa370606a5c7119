import { describe, expect, jest, test } from '@jest/globals';
import { knownRelease, parseVersion } from '../../../src/platforms/cloudify/product/versions.ts';
import type { Faults, FaultTiming } from '../../../src/simulate/faults/faults.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import { simulatedTransport, type SimulatedTransport } from '../../../src/simulate/transport.ts';
import type { Material } from '../../../src/model/material.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { simulatedExternalServices } from '../../../src/simulate/services/external.ts';
import { ofRelease, otherAuthorities, outsourced } from '../../unit/platforms/cloudify/fixture.ts';
import { deploy, material, planOf, tenEmptyHosts, type Ran } from './deploy.ts';

jest.setTimeout(120_000);

const CONFIG = '/etc/cloudify/config.yaml';
const RELEASES = ['5.0.5-dev', '5.1.4', '5.2.7', '6.1.0', '6.4.2', '7.0.4'];

interface Deployed {
  readonly transport: SimulatedTransport;
  readonly first: Ran;
  readonly again: (run: string) => Promise<Ran>;
}

/** Material whose package has the given release. Simulated hosts take their release from the package. */
const materialFor = (text: string, from: Material = material): Material => ({
  ...from,
  package: { ...material.package!, path: `/workstation/cloudify_${text}.deb` },
});

/** Deploys the ten hosts once, with a package of the given release. */
async function deployed(text: string, faults?: Faults): Promise<Deployed> {
  const plan = planOf('deploy', { cluster: ofRelease(text), material: materialFor(text) });
  const transport = tenEmptyHosts(faults ? { faults } : {});
  const first = await deploy(transport, plan);
  return { transport, first, again: (run) => deploy(transport.reopen(), plan, run) };
}

function changed({ events }: Ran): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'step.finished' && event.outcome === 'changed' ? [event.step] : [],
  );
}

const configOn = ({ world }: SimulatedTransport, host: string) =>
  world.host(host).files.get(CONFIG)?.content ?? '';

describe.each(RELEASES)('%s', (text) => {
  const rewrites = knownRelease(parseVersion(text)!).rewritesConfig;

  test('deploys; a second run changes nothing, not even a receipt', async () => {
    const { transport, first, again } = await deployed(text);
    expect(first.end).toBe(0);
    expect(configOn(transport, 'db1').includes('Written by quorate')).toBe(!rewrites);
    const before = transport.world.applied.length;
    const second = await again('run-2');
    expect(second.end).toBe(0);
    expect(changed(second)).toEqual([]);
    expect(transport.world.applied).toHaveLength(before);
  });

  test('restores an edited config.yaml once', async () => {
    const { transport, again } = await deployed(text);
    const { files } = transport.world.host('rabbit2');
    files.set(CONFIG, { ...files.get(CONFIG)!, content: 'by hand', sha256: 'other' });
    const remembered = rewrites ? ['other-brokers/rabbit2/remember-config'] : [];
    expect(changed(await again('run-2'))).toEqual(['stage/rabbit2/files', ...remembered]);
    expect(configOn(transport, 'rabbit2')).toContain('Written by quorate');
    expect(changed(await again('run-3'))).toEqual([]);
  });
});

describe.each(['before', 'within', 'after'] as const)(
  'killed %s the receipt of the rewritten file is written',
  (when: FaultTiming) => {
    test.each([
      ['5.0.5-dev', 'db2', 'databases'],
      ['5.2.7', 'manager1', 'first-manager'],
    ])(
      '%s, %s: the next run restores the file, writes the receipt and reinstalls nothing',
      async (text, host, phase) => {
        const faults = faultsAt({
          effect: { kind: 'kill', when },
          host,
          method: 'change',
          about: 'observed/etc',
        });
        const { transport, first, again } = await deployed(text, faults);
        expect(first.end).toBe('killed');
        const installs = () =>
          transport.world.applied.filter(
            ({ host: of, kind, what }) =>
              of === host && kind === 'job' && what.includes('cfy_manager install'),
          );
        expect(installs()).toHaveLength(1);
        const second = await again('run-2');
        expect(second.end).toBe(0);
        const own = changed(second).filter(
          (step) => step.includes(`/${host}/`) && /files|remember/.test(step),
        );
        expect(own).toEqual(
          when === 'after' ? [] : [`stage/${host}/files`, `${phase}/${host}/remember-config`],
        );
        expect(installs()).toHaveLength(1);
        const third = await again('run-3');
        expect({ end: third.end, changed: changed(third) }).toEqual({ end: 0, changed: [] });
      },
    );
  },
);

describe('managers with external services', () => {
  test.each(RELEASES)('%s: deploys; a second run changes nothing', async (text) => {
    const next = ofRelease(text, outsourced);
    const plan = planOf('deploy', { cluster: next, material: materialFor(text, otherAuthorities) });
    const transport = simulatedTransport({
      hosts: next.hosts,
      clock: virtualClock(),
      external: simulatedExternalServices(next, otherAuthorities),
    });
    const first = await deploy(transport, plan);
    expect(first.end).toBe(0);
    const registered = transport.world.applied.flatMap(({ kind, what }) =>
      kind === 'effect' && what.startsWith('manager') ? [what] : [],
    );
    expect(registered).toEqual([1, 2, 3].map((n) => `manager manager${n} registered`));
    const second = await deploy(transport.reopen(), plan, 'run-2');
    expect({ end: second.end, changed: changed(second) }).toEqual({ end: 0, changed: [] });
  });
});
