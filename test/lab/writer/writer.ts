import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerLogin } from '../product/services/manager/amqp.ts';
import { openAcknowledged, readAcknowledged } from './acknowledged.ts';
import { tally, tallyLine, type Attempt, type Tally, type Window } from './attempts.ts';
import { drain, makeQueue, messagesInto } from './broker.ts';
import { idsOf, makeTable, rowsInto, type Databases, type Stored } from './database.ts';
import { secretsInto, type Service } from './rest.ts';
import { startStream, type Pace, type Target } from './stream.ts';

/** `rows` go to the database leader, `secrets` through the load balancer, `messages` to a broker. */
export const STREAMS = ['rows', 'secrets', 'messages'] as const;
type Each<T> = Readonly<Record<(typeof STREAMS)[number], T>>;

export interface WriterOptions {
  /** Directory for the acknowledged ids, with one file per stream (`rows.ids`, …). Must be new. */
  readonly directory: string;
  readonly databases: Databases;
  readonly service: Service;
  readonly brokers: BrokerLogin;
  readonly pace?: Pace;
}

export interface Writer {
  readonly attempts: Each<readonly Attempt[]>;
  /** Ends all streams. */
  stop(): Promise<void>;
}

const PACE: Pace = { everyMs: 100, patienceMs: 5000 };

/** Starts an application that writes an id into each of the three streams every 100 ms. */
export async function startWriter(options: WriterOptions): Promise<Writer> {
  const { directory, databases, service, brokers, pace = PACE } = options;
  await mkdir(directory, { recursive: true });
  await makeTable(databases);
  await makeQueue(brokers);
  const start = async (name: (typeof STREAMS)[number], target: Target) => {
    const acknowledged = await openAcknowledged(idsFile(directory, name));
    const stream = startStream({ name, target, acknowledged, pace });
    return { attempts: stream.attempts, stop: () => stream.stop().then(() => acknowledged.close()) };
  };
  const rows = await start('rows', rowsInto(databases));
  const secrets = await start('secrets', secretsInto(service));
  const messages = await start('messages', messagesInto(brokers));
  return {
    attempts: { rows: rows.attempts, secrets: secrets.attempts, messages: messages.attempts },
    stop: async () => void (await Promise.all([rows, secrets, messages].map(({ stop }) => stop()))),
  };
}

/** @param failovers attempts that overlap such a window do not count for the share */
export function tallies({ attempts }: Writer, failovers: readonly Window[] = []): Each<Tally> {
  const { rows, secrets, messages } = attempts;
  return {
    rows: tally(rows, failovers),
    secrets: tally(secrets, failovers),
    messages: tally(messages, failovers),
  };
}

/** One printable line per stream. */
export const reportLines = (all: Each<Tally>): readonly string[] =>
  STREAMS.map((name) => tallyLine(name, all[name]));

/**
 * Looks for each acknowledged id: rows and secrets on each database, messages by draining the queue.
 * @param members addresses of the current databases; a standby may lag by up to half a minute
 * @returns the missing ids, such as `rows-1769-12 on 198.51.100.11`
 */
export async function lost(
  { directory, databases, brokers }: WriterOptions,
  members: readonly string[],
): Promise<readonly string[]> {
  const missing = async (what: Stored) => {
    const wanted = await readAcknowledged(idsFile(directory, what));
    const of = async (host: string) =>
      (await missingIds(wanted, () => idsOf(databases, host, what))).map((id) => `${id} on ${host}`);
    return (await Promise.all(members.map(of))).flat();
  };
  const drained = await drain(brokers);
  const messages = await readAcknowledged(idsFile(directory, 'messages'));
  const undelivered = messages.filter((id) => !drained.has(id));
  return [...(await missing('rows')), ...(await missing('secrets')), ...undelivered];
}

export async function missingIds(
  wanted: readonly string[],
  find: () => Promise<ReadonlySet<string>>,
): Promise<readonly string[]> {
  for (let left = 30; ; left--) {
    const found = await find();
    const missing = wanted.filter((id) => !found.has(id));
    if (missing.length === 0 || left === 0) return missing;
    await sleep(1000);
  }
}

export const idsFile = (directory: string, name: string): string => join(directory, `${name}.ids`);
