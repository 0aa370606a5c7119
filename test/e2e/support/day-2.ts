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
import { tally, type Tally, type Window } from '../../lab/writer/attempts.ts';
import { labWriterOptions } from '../../lab/writer/lab.ts';
import { lost, reportLines, startWriter, type Lost } from '../../lab/writer/writer.ts';
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
  readonly lost: Lost;
  readonly rows: Tally;
  readonly messages: Tally;
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
  try {
    for (const { words } of commands) {
      const events = await killedAndRepeated(words, random);
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
  const failovers = runs.flatMap(handOvers);
  const ends = runs.map(finished);
  console.info(
    [
      ...commands.map(({ words }, i) => `${words.join(' ')}: ${ends[i]?.ms ?? '-'} ms`),
      ...reportLines(writer, failovers),
    ].join('\n'),
  );
  const wrong = (await checkCluster(hosts)).filter(({ ok }) => !ok).map((finding) => JSON.stringify(finding));
  rmSync(folder, { recursive: true });
  return {
    exitCodes: ends.map(({ exitCode }) => exitCode),
    problems: ends.flatMap(({ problems }) => problems),
    lost: missing,
    rows: tally(writer.rows, failovers),
    messages: tally(writer.messages, failovers),
    wrong,
  };
}

/** A command has some ten to twenty steps that do something: within the first dozen of them it dies. */
const STRUCK = 12;

/** @returns the events of the run that was not killed, with what the other had handed over before it */
async function killedAndRepeated(
  [command = '', ...rest]: readonly string[],
  random: Random,
): Promise<readonly RunEvent[]> {
  const live = begin(command, GROWING, ...rest);
  const last = 1 + Math.floor(random() * STRUCK);
  const delay = Math.floor(random() * 1500);
  let seen = 0;
  const struck = await live.seen((event) => event.kind === 'step.started' && ++seen === last);
  if (!struck) return live.events;
  await sleep(delay);
  live.kill();
  const code = await live.ended;
  if (code >= 0) return live.events;
  const at = live.events.findLast((event) => event.kind === 'step.started');
  console.info(`${command}: killed ${delay} ms into ${at?.kind === 'step.started' ? at.step : '-'}`);
  const again = eventsOf(await quorate(command, GROWING, ...rest, '--output', 'json'));
  return [...live.events, ...again];
}

/** While the lead is handed over nobody writes. */
function handOvers(events: readonly RunEvent[]): readonly Window[] {
  return events.flatMap((event) =>
    event.kind === 'step.finished' && event.step.endsWith('hand-over') && event.outcome === 'changed'
      ? [{ from: event.at - event.ms, to: event.at + 2000 }]
      : [],
  );
}

const address = (name: string) => findHost(name).address;

export const grown = (...names: readonly string[]): readonly LabHost[] => [
  ...tenHosts,
  ...names.map(findHost),
];

/** Whoever leads the databases, by the name of its host. */
async function leaderNow(): Promise<string> {
  const { stdout } = await exec('rabbit1', ['curl', '-sk', `https://${address('db1')}:8008/cluster`]);
  const { members } = JSON.parse(stdout) as { members: readonly { role: string; host: string }[] };
  const leader = members.find(({ role }) => role === 'leader');
  const host = tenHosts.find((one) => one.address === leader?.host);
  if (!host) throw new Error(`nobody of the ten leads: ${stdout}`);
  return host.name;
}

/** Another comes, the leader goes and comes back, the other goes again. */
async function ofLeader(): Promise<readonly Command[]> {
  const leader = await leaderNow();
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
  'restart database': [{ words: ['restart', '--role', 'database'], hosts: tenHosts }],
  'restart broker': [{ words: ['restart', '--role', 'broker'], hosts: tenHosts }],
  'restart manager': [{ words: ['restart', '--role', 'manager'], hosts: tenHosts }],
  database: [
    { words: ['add-database', 'db4', '--address', address('db4')], hosts: grown('db4') },
    { words: ['remove-database', 'db4'], hosts: tenHosts },
  ],
  'leading database': ofLeader,
};
