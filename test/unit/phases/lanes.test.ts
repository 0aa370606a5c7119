import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../src/model/names.ts';
import { phasesOf } from '../../../src/registry/phases.ts';
import type { PhaseInput } from '../../../src/phases/phase.ts';
import { at, cluster, TELLTALE } from '../platforms/cloudify/fixture.ts';
import { expectGolden } from '../platforms/cloudify/golden.ts';
import { input, lanes, named, ofRelease, ofRole, verified } from './input.ts';

const PHASES = phasesOf(cluster);

describe('the lanes of a phase', () => {
  test.each([
    ['preflight', 'all', input(cluster.hosts)],
    ['stage', 'all', input(cluster.hosts)],
    ['stage', 'hosts-file', input([at('db1'), at('rabbit1'), at('manager1')], { after: named })],
    ['stage', 'client-verification', input([at('manager1')], { after: verified })],
    ['databases', 'all', input(ofRole('database'))],
    ['databases', 'of-5.0.5-dev', input([at('db1')], { after: ofRelease('5.0.5-dev') })],
    ['brokers', 'first', input([at('rabbit1')])],
    ['brokers', 'rest', input([at('rabbit2'), at('rabbit3')])],
    ['managers', 'all', input(ofRole('manager'))],
    ['load-balancers', 'all', input(ofRole('load_balancer'))],
    ['after-installation', 'all', input(ofRole('manager'))],
  ])('%s: %s', (phase, name, given) => {
    const text = `${JSON.stringify(lanes(phase, { ...given, phase }), null, 2)}\n`;
    expectGolden(new URL(`golden/${phase}/${name}.json`, import.meta.url), text);
  });
});

describe('every phase', () => {
  test.each(Object.keys(PHASES))('%s shows no secret', (phase) => {
    expect(JSON.stringify(lanes(phase, applicable(phase)))).not.toContain(TELLTALE);
  });

  test.each(Object.keys(PHASES))('%s gives every step a unique id, with the phase and its host', (phase) => {
    const all = lanes(phase, applicable(phase));
    const ids = all.flatMap((lane) => lane.steps.map((step) => step.id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const lane of all) {
      for (const step of lane.steps) expect(step.id).toMatch(new RegExp(`^phase/${lane.host}/[a-z-]+$`));
    }
  });

  test.each(Object.keys(PHASES))('%s gives the same lanes for the same input', (phase) => {
    expect(lanes(phase, applicable(phase))).toEqual(lanes(phase, applicable(phase)));
  });

  test('requires the gates that the product demands', () => {
    const waiting = Object.entries(PHASES).filter(([, { needs }]) => needs.length > 0);
    expect(Object.fromEntries(waiting.map(([name, { needs }]) => [name, needs]))).toEqual({
      stage: ['hosts-ready'],
      managers: ['etcd-quorum', 'patroni-leader', 'broker-cluster'],
      'load-balancers': ['manager-status'],
      'after-installation': ['manager-status'],
    });
  });

  /** Input of a phase with all hosts that it applies to. */
  function applicable(phase: string): PhaseInput {
    const roles: Record<string, Role> = {
      databases: 'database',
      brokers: 'broker',
      managers: 'manager',
      'load-balancers': 'load_balancer',
      'after-installation': 'manager',
    };
    const role = roles[phase];
    return input(role ? ofRole(role) : cluster.hosts);
  }
});
