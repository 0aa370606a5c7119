import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerLogin } from '../product/services/manager/amqp.ts';
import { openAcknowledged, readAcknowledged } from './acknowledged.ts';
import { tally, tallyLine, type Attempt, type Window } from './attempts.ts';
import { drain, makeQueue, messagesInto } from './broker.ts';
import { makeTable, rowsInto, rowsOf, type Databases } from './database.ts';
import { startStream, type Pace } from './stream.ts';

export interface WriterOptions {
  /** Keeps `rows.ids` and `messages.ids`: what was acknowledged. Must be new. */
  readonly folder: string;
  readonly databases: Databases;
  readonly brokers: BrokerLogin;
  readonly pace?: Pace;
}

export interface Written {
  readonly rows: readonly Attempt[];
  readonly messages: readonly Attempt[];
}

export interface Writer extends Written {
  /** Ends both streams. */
  stop(): Promise<void>;
}

const PACE: Pace = { everyMs: 100, patienceMs: 5000 };

/** An application that inserts a row and publishes a message every 100 ms, whatever happens to the cluster. */
export async function startWriter({
  folder,
  databases,
  brokers,
  pace = PACE,
}: WriterOptions): Promise<Writer> {
  await mkdir(folder, { recursive: true });
  await makeTable(databases);
  await makeQueue(brokers);
  const kept = await Promise.all([
    openAcknowledged(rowsFile(folder)),
    openAcknowledged(messagesFile(folder)),
  ]);
  const rows = startStream({ name: 'row', target: rowsInto(databases), kept: kept[0], pace });
  const messages = startStream({ name: 'message', target: messagesInto(brokers), kept: kept[1], pace });
  return {
    rows: rows.attempts,
    messages: messages.attempts,
    stop: async () => {
      await Promise.all([rows.stop(), messages.stop()]);
      await Promise.all(kept.map((file) => file.close()));
    },
  };
}

/** For people: a line for rows and one for messages. */
export const reportLines = (
  { rows, messages }: Written,
  failovers: readonly Window[] = [],
): readonly string[] => [
  tallyLine('rows', tally(rows, failovers)),
  tallyLine('messages', tally(messages, failovers)),
];

export interface Lost {
  /** Acknowledged ids that a database lacks, by its address. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly messages: readonly string[];
}

/**
 * Looks for every acknowledged id: the rows on each of these databases, the messages by draining the queue.
 * @param members the databases that the cluster has now; a standby may be behind for half a minute
 */
export async function lost(
  { folder, databases, brokers }: WriterOptions,
  members: readonly string[],
): Promise<Lost> {
  const acknowledged = await readAcknowledged(rowsFile(folder));
  const rows = await Promise.all(
    members.map(async (host) => [host, await missingRows(databases, host, acknowledged)] as const),
  );
  const drained = await drain(brokers);
  const messages = await readAcknowledged(messagesFile(folder));
  return { rows: Object.fromEntries(rows), messages: messages.filter((id) => !drained.has(id)) };
}

async function missingRows(
  databases: Databases,
  host: string,
  wanted: readonly string[],
): Promise<readonly string[]> {
  for (let left = 30; ; left--) {
    const found = await rowsOf(databases, host);
    const missing = wanted.filter((id) => !found.has(id));
    if (missing.length === 0 || left === 0) return missing;
    await sleep(1000);
  }
}

const rowsFile = (folder: string): string => join(folder, 'rows.ids');
const messagesFile = (folder: string): string => join(folder, 'messages.ids');
