import { seededRandom } from '../../src/simulate/world/random.ts';
import { tenHosts } from '../lab/hosts.ts';

/** One break of a deploy: what dies, while which job runs. */
export interface Kill {
  readonly how: 'deployer' | 'unit' | 'host';
  readonly step: string;
  readonly host: string;
  /** Since the job's first line. */
  readonly afterMs: number;
}

/** A deploy on bare hosts that is killed and begun again, kill after kill. */
export interface Round {
  readonly name: string;
  readonly kills: readonly Kill[];
}

interface Job {
  readonly step: string;
  readonly host: string;
  /** For how long it runs at least on an idle machine: a kill is to strike it. */
  readonly ms: number;
}

const STAGED = tenHosts
  .filter(({ role }) => role !== 'load_balancer')
  .map(({ name }): Job => ({ step: `stage/${name}/install-package`, host: name, ms: 500 }));
const installs = (phase: string, ms: number, hosts: readonly string[]): readonly Job[] =>
  hosts.map((host) => ({ step: `${phase}/${host}/install`, host, ms }));

/** The long jobs of a deploy, in the order of the plan: most of its time is spent in them. */
const EARLY = [...STAGED, ...installs('databases', 6000, ['db1', 'db2', 'db3'])];
const LATE = [
  ...installs('other-brokers', 7000, ['rabbit2', 'rabbit3']),
  ...installs('first-manager', 1000, ['manager1']),
  ...installs('other-managers', 1000, ['manager2', 'manager3']),
];
const ALL = [...EARLY, ...installs('first-broker', 7000, ['rabbit1']), ...LATE];

type Of = <T>(choices: readonly T[]) => T;

/** Half of them kill the deployer, the others the job's unit or its host. The first ones of a seed are the same. */
export function drawKills(seed: number, count: number): readonly Kill[] {
  const random = seededRandom(seed);
  const of = choice(random);
  return Array.from({ length: count }, (_, i) => {
    const how = i % 2 === 0 ? 'deployer' : of(['unit', 'host'] as const);
    return killOf(how, of(ALL), random());
  });
}

/** Each deploy broken once. */
export function oneByOne(kills: readonly Kill[]): readonly Round[] {
  return kills.map((kill, i) => ({ name: `break ${i + 1}: ${inWords(kill)}`, kills: [kill] }));
}

/** One deploy broken twice: the deployer and a unit or host, one of them early and one late. */
export function sampleOf(seed: number): Round {
  const random = seededRandom(seed);
  const of = choice(random);
  const other = of(['unit', 'host'] as const);
  const [first, second] = of([['deployer', other] as const, [other, 'deployer'] as const]);
  const kills = [killOf(first, of(EARLY), random()), killOf(second, of(LATE), random())];
  return { name: kills.map(inWords).join(', then '), kills };
}

function choice(random: () => number): Of {
  return (choices) => choices[Math.floor(random() * choices.length)] as (typeof choices)[number];
}

function killOf(how: Kill['how'], { step, host, ms }: Job, share: number): Kill {
  return { how, step, host, afterMs: Math.floor(share * ms) };
}

function inWords({ how, step, afterMs }: Kill): string {
  return `its ${how} killed ${afterMs} ms into ${step}`;
}
