import { seededRandom } from '../../src/simulate/world/random.ts';
import { tenHosts } from '../lab/hosts.ts';

/** A kill during a deploy: what is killed, and the job that runs at that time. */
export interface Kill {
  readonly how: 'deployer' | 'unit' | 'host';
  readonly step: string;
  readonly host: string;
  /** Time since the job's first line. */
  readonly afterMs: number;
}

/** A deploy on empty hosts that is restarted after each kill. */
export interface Round {
  readonly name: string;
  readonly kills: readonly Kill[];
}

interface Job {
  readonly step: string;
  readonly host: string;
  /** Minimum duration on an idle machine. A kill must occur within this time. */
  readonly ms: number;
}

const STAGED = tenHosts
  .filter(({ role }) => role !== 'load_balancer')
  .map(({ name }): Job => ({ step: `stage/${name}/install-package`, host: name, ms: 500 }));
const installs = (phase: string, ms: number, hosts: readonly string[]): readonly Job[] =>
  hosts.map((host) => ({ step: `${phase}/${host}/install`, host, ms }));

/** Long jobs of a deploy, in the order of the plan. They take most of its time. */
const EARLY = [...STAGED, ...installs('databases', 6000, ['db1', 'db2', 'db3'])];
const LATE = [
  ...installs('other-brokers', 7000, ['rabbit2', 'rabbit3']),
  ...installs('first-manager', 1000, ['manager1']),
  ...installs('other-managers', 1000, ['manager2', 'manager3']),
];
const ALL = [...EARLY, ...installs('first-broker', 7000, ['rabbit1']), ...LATE];

type Choose = <T>(choices: readonly T[]) => T;

/**
 * Draws kills: every second one kills the deployer, the others a job's unit or its host. A larger count keeps the
 * first kills of a seed.
 */
export function drawKills(seed: number, count: number): readonly Kill[] {
  const random = seededRandom(seed);
  const choose = choice(random);
  return Array.from({ length: count }, (_, i) => {
    const how = i % 2 === 0 ? 'deployer' : choose(['unit', 'host'] as const);
    return killOf(how, choose(ALL), random());
  });
}

/** One deploy per kill. */
export function oneByOne(kills: readonly Kill[]): readonly Round[] {
  return kills.map((kill, i) => ({ name: `break ${i + 1}: ${describeKill(kill)}`, kills: [kill] }));
}

/** One deploy with two kills, an early one and a late one: the deployer, and a unit or host. */
export function sampleOf(seed: number): Round {
  const random = seededRandom(seed);
  const choose = choice(random);
  const other = choose(['unit', 'host'] as const);
  const [first, second] = choose([['deployer', other] as const, [other, 'deployer'] as const]);
  const kills = [killOf(first, choose(EARLY), random()), killOf(second, choose(LATE), random())];
  return { name: kills.map(describeKill).join(', then '), kills };
}

function choice(random: () => number): Choose {
  return (choices) => choices[Math.floor(random() * choices.length)] as (typeof choices)[number];
}

function killOf(how: Kill['how'], { step, host, ms }: Job, share: number): Kill {
  return { how, step, host, afterMs: Math.floor(share * ms) };
}

function describeKill({ how, step, afterMs }: Kill): string {
  return `${how} killed ${afterMs} ms into ${step}`;
}
