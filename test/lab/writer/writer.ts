import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerLogin } from '../product/services/manager/amqp.ts';
import { openAcknowledged, readAcknowledged } from './acknowledged.ts';
import { tally, tallyLine, type Attempt, type Tally, type Window } from './attempts.ts';
import { drain, makeQueue, messagesInto } from './broker.ts';
import { idsOf, makeTable, rowsInto, type Databases, type Kept } from './database.ts';
import { secretsInto, type Service } from './rest.ts';
import { startStream, type Pace, type Target } from './stream.ts';

/** `rows` into the leading database, `secrets` through the load balancer, `messages` into a broker. */
export const STREAMS = ['rows', 'secrets', 'messages'] as const;
type Each<T> = Readonly<Record<(typeof STREAMS)[number], T>>;

export interface WriterOptions {
  /** Keeps a file for each stream, `rows.ids` and so on: what was acknowledged. Must be new. */
  readonly folder: string;
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

/** An application that writes an id into each of the three every 100 ms, whatever happens to the cluster. */
export async function startWriter(options: WriterOptions): Promise<Writer> {
  const { folder, databases, service, brokers, pace = PACE } = options;
  await mkdir(folder, { recursive: true });
  await makeTable(databases);
  await makeQueue(brokers);
  const start = async (name: (typeof STREAMS)[number], target: Target) => {
    const kept = await openAcknowledged(idsFile(folder, name));
    const stream = startStream({ name, target, kept, pace });
    return { attempts: stream.attempts, stop: () => stream.stop().then(() => kept.close()) };
  };
  const rows = await start('rows', rowsInto(databases));
  const secrets = await start('secrets', secretsInto(service));
  const messages = await start('messages', messagesInto(brokers));
  return {
    attempts: { rows: rows.attempts, secrets: secrets.attempts, messages: messages.attempts },
    stop: async () => void (await Promise.all([rows, secrets, messages].map(({ stop }) => stop()))),
  };
}

/** @param failovers attempts that touch one of these do not count for the share */
export function tallies({ attempts }: Writer, failovers: readonly Window[] = []): Each<Tally> {
  const { rows, secrets, messages } = attempts;
  return {
    rows: tally(rows, failovers),
    secrets: tally(secrets, failovers),
    messages: tally(messages, failovers),
  };
}

/** For people: a line for each stream. */
export const reportLines = (all: Each<Tally>): readonly string[] =>
  STREAMS.map((name) => tallyLine(name, all[name]));

/**
 * Looks for every acknowledged id: rows and secrets on each of these databases, the messages by draining the queue.
 * @param members the addresses of the databases that the cluster has now; a standby may be behind for half a minute
 * @returns those that were not found, as `messages-1769-12 on 198.51.100.11`
 */
export async function lost(
  { folder, databases, brokers }: WriterOptions,
  members: readonly string[],
): Promise<readonly string[]> {
  const missing = async (what: Kept) => {
    const wanted = await readAcknowledged(idsFile(folder, what));
    const of = async (host: string) =>
      (await missingIds(wanted, () => idsOf(databases, host, what))).map((id) => `${id} on ${host}`);
    return (await Promise.all(members.map(of))).flat();
  };
  const drained = await drain(brokers);
  const messages = await readAcknowledged(idsFile(folder, 'messages'));
  const undelivered = messages.filter((id) => !drained.has(id));
  return [...(await missing('rows')), ...(await missing('secrets')), ...undelivered];
}

async function missingIds(
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

const idsFile = (folder: string, name: string): string => join(folder, `${name}.ids`);
