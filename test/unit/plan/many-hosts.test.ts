import { describe, expect, jest, test } from '@jest/globals';
import { largeInput, largePlan, comparingLarge, planningLarge } from '../../../bench/work/large-cluster.ts';
import { Secret } from '../../../src/model/secret.ts';
import { surveyRequestFor } from '../../../src/plan/build/survey-request.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';

describe('a plan for many hosts', () => {
  test('reads the hosts a number of times that grows with the hosts, not faster', () => {
    const [few, many] = [readsOfHosts(200), readsOfHosts(400)];
    expect(many / few).toBeLessThan(2.2);
  });

  test('prepares the surveys of all hosts with reads that grow with the hosts, not faster', () => {
    expect(readsOfQueries(200) / readsOfQueries(100)).toBeLessThan(2.2);
  });

  test('digests each secret once, however many hosts have it', () => {
    const perHost = (revealed(40) - revealed(20)) / 20;
    expect(perHost).toBe(SECRETS_OF_A_MANAGER);
  });

  test('lets other work run after each host of a phase, and after each gate', () => {
    const { phases, guards } = buildPlan(largeInput(20));
    const pauses = [...planningLarge(largeInput(20))].length;
    const lanes = phases.flatMap((phase) => phase.lanes).length;
    const gates = phases.flatMap((phase) => phase.gates).length + guards.length;
    expect(pauses).toBeGreaterThanOrEqual(lanes + gates);
  });

  test('is compared with its hosts with a pause after each host of a phase', () => {
    const { plan, surveys } = largePlan(20);
    const lanes = plan.phases.flatMap((phase) => phase.lanes).length;
    expect([...comparingLarge(plan, surveys)]).toHaveLength(lanes);
  });
});

/** The key of a host is the only secret that no other host has. */
const SECRETS_OF_A_MANAGER = 1;

/** Counts how often planning reads a property of a host. */
function readsOfHosts(count: number): number {
  let reads = 0;
  const input = largeInput(count);
  const hosts = input.cluster.hosts.map(
    (host) =>
      new Proxy(host, {
        get: (target, key) => {
          reads += 1;
          return Reflect.get(target, key) as unknown;
        },
      }),
  );
  buildPlan({ ...input, cluster: { ...input.cluster, hosts } });
  return reads;
}

/** Counts how often the surveys of all hosts read to which host a gate's query goes. */
function readsOfQueries(count: number): number {
  let reads = 0;
  const plan = buildPlan(largeInput(count));
  const phases = plan.phases.map((phase) => ({
    ...phase,
    gates: phase.gates.map((gate) => ({
      ...gate,
      queries: gate.queries.map(({ host, probes }) => ({
        probes,
        get host() {
          reads += 1;
          return host;
        },
      })),
    })),
  }));
  const counted = { ...plan, phases };
  plan.hosts.forEach((host) => surveyRequestFor(counted, [host]));
  return reads;
}

/** Counts the secrets that planning reveals. Digests need each one. */
function revealed(count: number): number {
  const input = largeInput(count);
  const reveal = jest.spyOn(Secret.prototype, 'reveal');
  try {
    buildPlan(input);
    return reveal.mock.calls.length;
  } finally {
    reveal.mockRestore();
  }
}
