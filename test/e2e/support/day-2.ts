import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../../../src/events/events.ts';
import type { Random } from '../../../src/simulate/world/random.ts';
import { checkCluster } from '../../lab/check.ts';
import { hostsOf, tenHosts } from '../../lab/hosts.ts';
import { paths } from '../../lab/paths.ts';
import type { Tally, Window } from '../../lab/writer/attempts.ts';
import { labWriterOptions } from '../../lab/writer/lab.ts';
import { lost, reportLines, startWriter, tallies } from '../../lab/writer/writer.ts';
import { begin } from './live.ts';
import { eventsOf, finished, INVENTORY, quorate } from './quorate.ts';
import type { Command } from './scenarios.ts';

/** An inventory of its own, which the commands edit. */
export const GROWING = join(paths.cluster, 'growing.yaml');

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
  const deaths: Window[] = [];
  let killed = 0;
  try {
    for (const { words, before } of commands) {
      const from = Date.now();
      await before?.();
      if (before) deaths.push({ from, to: Date.now() });
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
  const counts = tallies(writer, [...deaths, ...runs.flatMap(handOvers)]);
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
    if (begun.kind !== 'step.started' || !begun.step.endsWith('switchover')) return [];
    const end = events.slice(i).find((one) => one.kind === 'run.started' || isEndOf(begun.step, one));
    if (end?.kind !== 'step.finished') return [{ from: begun.at, to: begun.at + 10_000 }];
    return end.outcome === 'changed' ? [{ from: begun.at, to: end.at }] : [];
  });
}

const isEndOf = (step: string, event: RunEvent): boolean =>
  event.kind === 'step.finished' && event.step === step;
