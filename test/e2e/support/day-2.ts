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
import { startRun } from './live.ts';
import { eventsOf, finished, INVENTORY, quorate } from './quorate.ts';
import type { Command } from './scenarios.ts';

/** A copy of the inventory, which the commands edit. */
export const DAY_2_INVENTORY = join(paths.cluster, 'growing.yaml');

export interface Observed {
  readonly exitCodes: readonly number[];
  readonly problems: readonly unknown[];
  /** Acknowledged ids that were not found afterwards. */
  readonly lost: readonly string[];
  readonly tallies: Readonly<Record<string, Tally>>;
  /** Number of commands that were killed before they ended. */
  readonly killed: number;
  /** Failed findings of the independent check after the last command. */
  readonly wrong: readonly string[];
}

export function copyInventory(): void {
  copyFileSync(INVENTORY, DAY_2_INVENTORY);
}

/**
 * Runs the commands one after another while an application writes through the cluster's ports. Kills each command once
 * at a random moment and repeats it.
 */
export async function runUnderLoad(commands: readonly Command[], random: Random): Promise<Observed> {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-writer-'));
  const options = await labWriterOptions(directory);
  const writer = await startWriter(options);
  const runs: (readonly RunEvent[])[] = [];
  const outages: Window[] = [];
  let killed = 0;
  try {
    for (const { args, before } of commands) {
      const from = Date.now();
      await before?.();
      if (before) outages.push({ from, to: Date.now() });
      const { wasKilled, events } = await killAndRepeat(args, random);
      if (wasKilled) killed++;
      runs.push(events);
      if (finished(events).exitCode !== 0) break;
    }
  } finally {
    await writer.stop();
  }
  const hosts = commands.at(runs.length - 1)?.hosts ?? tenHosts;
  const lostIds = await lost(
    options,
    hostsOf('database', hosts).map(({ address }) => address),
  );
  const counts = tallies(writer, [...outages, ...runs.flatMap(switchoverWindows)]);
  const ends = runs.map(finished);
  console.info(
    [
      ...commands.map(({ args }, i) => `${args.join(' ')}: ${ends[i]?.ms ?? '-'} ms`),
      ...reportLines(counts),
    ].join('\n'),
  );
  const wrong = (await checkCluster(hosts)).filter(({ ok }) => !ok).map((finding) => JSON.stringify(finding));
  rmSync(directory, { recursive: true });
  return {
    exitCodes: ends.map(({ exitCode }) => exitCode),
    problems: ends.flatMap(({ problems }) => problems),
    lost: lostIds,
    tallies: counts,
    killed,
    wrong,
  };
}

interface Repeated {
  /** False if the command ended before it could be killed. */
  readonly wasKilled: boolean;
  /** Events of both runs. */
  readonly events: readonly RunEvent[];
}

/**
 * Kills a command up to 1.5 s after a random planned step or before the first one, but no later than the last step,
 * and repeats it.
 */
async function killAndRepeat([command = '', ...rest]: readonly string[], random: Random): Promise<Repeated> {
  const live = startRun(command, DAY_2_INVENTORY, ...rest, '--yes');
  const [part, delay] = [random(), Math.floor(random() * 1500)];
  const waitForSteps = (stepsToFinish: (planned: number) => number) => {
    let left = Infinity;
    return live.waitFor((event) => {
      if (event.kind === 'run.started') left = stepsToFinish(plannedSteps(event));
      else if (event.kind === 'step.finished') left--;
      return left <= 0;
    });
  };
  const last = waitForSteps((planned) => planned);
  if (await waitForSteps((planned) => Math.floor(part * planned))) await Promise.race([sleep(delay), last]);
  live.kill();
  const wasKilled = (await live.ended) < 0;
  const at = live.events.findLast(({ kind }) => kind === 'step.started' || kind === 'step.finished');
  const where = at && 'step' in at ? `at ${at.step} (${at.kind})` : 'before its first step';
  console.info(`${command}: ${wasKilled ? `killed ${where}` : 'ended before it was killed'}`);
  if (!wasKilled) return { wasKilled, events: live.events };
  const again = eventsOf(await quorate(command, DAY_2_INVENTORY, ...rest, '--yes', '--output', 'json'));
  return { wasKilled, events: [...live.events, ...again] };
}

const plannedSteps = ({ phases }: Extract<RunEvent, { kind: 'run.started' }>): number =>
  phases.reduce((sum, { steps }) => sum + steps, 0);

/**
 * Time windows in which no write succeeds because of a switchover. If the run was killed during a switchover, its end
 * is unknown: Patroni completes it within ten seconds.
 */
function switchoverWindows(events: readonly RunEvent[]): readonly Window[] {
  return events.flatMap((start, i) => {
    if (start.kind !== 'step.started' || !start.step.endsWith('switchover')) return [];
    const end = events.slice(i).find((one) => one.kind === 'run.started' || isEndOf(start.step, one));
    if (end?.kind !== 'step.finished') return [{ from: start.at, to: start.at + 10_000 }];
    return end.outcome === 'changed' ? [{ from: start.at, to: end.at }] : [];
  });
}

const isEndOf = (step: string, event: RunEvent): boolean =>
  event.kind === 'step.finished' && event.step === step;
