import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../../../src/events/events.ts';
import { exec } from '../../lab/containers.ts';
import type { Random } from '../../../src/simulate/random.ts';
import { checkCluster } from '../../lab/check.ts';
import { findHost, hostsOf, tenHosts, type LabHost } from '../../lab/hosts.ts';
import { paths } from '../../lab/paths.ts';
import type { Tally, Window } from '../../lab/writer/attempts.ts';
import { labWriterOptions } from '../../lab/writer/lab.ts';
import { lost, reportLines, startWriter, tallies } from '../../lab/writer/writer.ts';
import { begin } from './live.ts';
import { eventsOf, finished, INVENTORY, quorate } from './quorate.ts';

/** An inventory of its own, which the commands edit. */
export const GROWING = join(paths.cluster, 'growing.yaml');

export interface Command {
  /** `add-broker rabbit4` */
  readonly words: readonly string[];
  /** Who the members are afterwards. */
  readonly hosts: readonly LabHost[];
}

export interface Endured {
  readonly exitCodes: readonly number[];
  readonly problems: readonly unknown[];
  /** Acknowledged ids that are nowhere. */
  readonly lost: readonly string[];
  readonly tallies: Readonly<Record<string, Tally>>;
  /** How many of the commands were killed before they ended. */
  readonly killed: number;
  /** What the independent check found wrong after the last command. */
  readonly wrong: readonly string[];
}

export function beginGrowing(): void {
  copyFileSync(INVENTORY, GROWING);
}

/**
 * The commands one after another, each killed once at a random moment and run again, while an application writes through
 * the cluster's own ports.
 */
export async function endure(commands: readonly Command[], random: Random): Promise<Endured> {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-writer-'));
  const options = await labWriterOptions(folder);
  const writer = await startWriter(options);
  const runs: (readonly RunEvent[])[] = [];
  let killed = 0;
  try {
    for (const { words } of commands) {
      const { struck, events } = await killedAndRepeated(words, random);
      if (struck) killed++;
      runs.push(events);
      if (finished(events).exitCode !== 0) break;
    }
  } finally {
    await writer.stop();
  }
  const hosts = commands.at(runs.length - 1)?.hosts ?? tenHosts;
  const missing = await lost(
    options,
    hostsOf('database', hosts).map(({ address }) => address),
  );
  const counts = tallies(writer, runs.flatMap(handOvers));
  const ends = runs.map(finished);
  console.info(
    [
      ...commands.map(({ words }, i) => `${words.join(' ')}: ${ends[i]?.ms ?? '-'} ms`),
      ...reportLines(counts),
    ].join('\n'),
  );
  const wrong = (await checkCluster(hosts)).filter(({ ok }) => !ok).map((finding) => JSON.stringify(finding));
  rmSync(folder, { recursive: true });
  return {
    exitCodes: ends.map(({ exitCode }) => exitCode),
    problems: ends.flatMap(({ problems }) => problems),
    lost: missing,
    tallies: counts,
    killed,
    wrong,
  };
}

interface Repeated {
  /** False when it had ended before it could be killed. */
  readonly struck: boolean;
  /** Of both runs. */
  readonly events: readonly RunEvent[];
}

/** Killed up to 1.5 s after one of the steps that it has planned, or before the first; with the last at the latest. */
async function killedAndRepeated(
  [command = '', ...rest]: readonly string[],
  random: Random,
): Promise<Repeated> {
  const live = begin(command, GROWING, ...rest);
  const [part, delay] = [random(), Math.floor(random() * 1500)];
  const reaches = (wanted: (planned: number) => number) => {
    let left = Infinity;
    return live.seen((event) => {
      if (event.kind === 'run.started') left = wanted(plannedSteps(event));
      else if (event.kind === 'step.finished') left--;
      return left <= 0;
    });
  };
  const last = reaches((planned) => planned);
  if (await reaches((planned) => Math.floor(part * planned))) await Promise.race([sleep(delay), last]);
  live.kill();
  const struck = (await live.ended) < 0;
  const at = live.events.findLast(({ kind }) => kind === 'step.started' || kind === 'step.finished');
  const where = at && 'step' in at ? `at ${at.step} (${at.kind})` : 'before its first step';
  console.info(`${command}: ${struck ? `killed ${where}` : 'ended before it was killed'}`);
  if (!struck) return { struck, events: live.events };
  const again = eventsOf(await quorate(command, GROWING, ...rest, '--output', 'json'));
  return { struck, events: [...live.events, ...again] };
}

const plannedSteps = ({ phases }: Extract<RunEvent, { kind: 'run.started' }>): number =>
  phases.reduce((sum, { steps }) => sum + steps, 0);

/**
 * While the lead is handed over nobody writes. Of a run that was killed meanwhile the end is not known: Patroni goes on
 * without it, which is over within ten seconds.
 */
function handOvers(events: readonly RunEvent[]): readonly Window[] {
  return events.flatMap((begun, i) => {
    if (begun.kind !== 'step.started' || !begun.step.endsWith('hand-over')) return [];
    const end = events.slice(i).find((one) => one.kind === 'run.started' || isEndOf(begun.step, one));
    if (end?.kind !== 'step.finished') return [{ from: begun.at, to: begun.at + 10_000 }];
    return end.outcome === 'changed' ? [{ from: begun.at, to: end.at }] : [];
  });
}

const isEndOf = (step: string, event: RunEvent): boolean =>
  event.kind === 'step.finished' && event.step === step;

const address = (name: string) => findHost(name).address;

export const grown = (...names: readonly string[]): readonly LabHost[] => [
  ...tenHosts,
  ...names.map(findHost),
];

type DatabaseRole = 'leader' | 'sync_standby' | 'replica';

/** The first database of this role by now, by the name of its host. */
async function databaseNow(role: DatabaseRole): Promise<string> {
  const { stdout } = await exec('rabbit1', ['curl', '-sk', `https://${address('db1')}:8008/cluster`]);
  const { members } = JSON.parse(stdout) as { members: readonly { role: string; host: string }[] };
  const found = members.find((member) => member.role === role);
  const host = tenHosts.find((one) => one.address === found?.host);
  if (!host) throw new Error(`none of the ten is ${role}: ${stdout}`);
  return host.name;
}

/** Another comes, the leader goes and comes back, the other goes again. */
async function ofLeader(): Promise<readonly Command[]> {
  const leader = await databaseNow('leader');
  return [
    { words: ['add-database', 'db4', '--address', address('db4')], hosts: grown('db4') },
    { words: ['remove-database', leader], hosts: grown('db4').filter(({ name }) => name !== leader) },
    { words: ['add-database', leader, '--address', address(leader)], hosts: grown('db4') },
    { words: ['remove-database', 'db4'], hosts: tenHosts },
  ];
}

type Scenario = readonly Command[] | (() => Promise<readonly Command[]>);

export async function commandsOf(name: string): Promise<readonly Command[]> {
  const scenario = SCENARIOS[name] ?? [];
  return typeof scenario === 'function' ? scenario() : scenario;
}

/** Every command of day 2, in groups that leave the ten hosts as they were. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  broker: [
    { words: ['add-broker', 'rabbit4', '--address', address('rabbit4')], hosts: grown('rabbit4') },
    { words: ['remove-broker', 'rabbit4'], hosts: tenHosts },
  ],
  manager: [
    { words: ['add-manager', 'manager4', '--address', address('manager4')], hosts: grown('manager4') },
    { words: ['remove-manager', 'manager4'], hosts: tenHosts },
  ],
  switchover: [{ words: ['switchover'], hosts: tenHosts }],
  'switchover to': async () => [
    { words: ['switchover', '--to', await databaseNow('sync_standby')], hosts: tenHosts },
  ],
  'reinit-database': async () => [
    { words: ['reinit-database', await databaseNow('replica')], hosts: tenHosts },
  ],
  'restart database': [{ words: ['restart', '--role', 'database'], hosts: tenHosts }],
  'restart broker': [{ words: ['restart', '--role', 'broker'], hosts: tenHosts }],
  'restart manager': [{ words: ['restart', '--role', 'manager'], hosts: tenHosts }],
  database: [
    { words: ['add-database', 'db4', '--address', address('db4')], hosts: grown('db4') },
    { words: ['remove-database', 'db4'], hosts: tenHosts },
  ],
  'leading database': ofLeader,
};
