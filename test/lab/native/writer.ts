import pg from 'pg';
import { clientConfig, withClient, type Login } from '../product/services/sql.ts';
import { openAcknowledged, readAcknowledged } from '../writer/acknowledged.ts';
import { tally, tallyLine, type Attempt, type Tally } from '../writer/attempts.ts';
import { drain, makeQueue, messagesInto } from '../writer/broker.ts';
import { CREATE_TABLE, idsOf, rowsThrough } from '../writer/database.ts';
import { startStream, type Target } from '../writer/stream.ts';
import { idsFile, missingIds } from '../writer/writer.ts';
import { nativeLogins, type NativeLogins } from './access.ts';
import { debian12, nativeHostsOf, type NativeLab } from './hosts.ts';

const STREAMS = ['rows', 'messages'] as const;
type StreamName = (typeof STREAMS)[number];

export interface NativeWriter {
  /** Ends the writer. @returns the tally of each stream, and the acknowledged ids that no longer exist */
  stop(): Promise<{
    readonly tallies: Readonly<Record<StreamName, Tally>>;
    readonly lost: readonly string[];
  }>;
}

/**
 * Starts an application that writes a row and a confirmed message to a quorum queue every 100 ms, through the load
 * balancer.
 * @param directory for the acknowledged ids; must be empty
 */
export async function startNativeWriter(directory: string, lab: NativeLab = debian12): Promise<NativeWriter> {
  const logins = await nativeLogins(lab);
  await withClient(logins.leader, (client) => client.query(CREATE_TABLE));
  await makeQueue(logins.brokers);
  const targets: Readonly<Record<StreamName, Target>> = {
    rows: rowsThrough(() => connect(logins.leader)),
    messages: messagesInto(logins.brokers),
  };
  const streams = await Promise.all(
    STREAMS.map(async (name) => {
      const acknowledged = await openAcknowledged(idsFile(directory, name));
      const pace = { everyMs: 100, patienceMs: 5000 };
      const stream = startStream({ name, target: targets[name], acknowledged, pace });
      return { name, stream, close: () => acknowledged.close() };
    }),
  );
  return {
    stop: async () => {
      await Promise.all(streams.map(({ stream, close }) => stream.stop().then(close)));
      const attempts = Object.fromEntries(streams.map(({ name, stream }) => [name, stream.attempts]));
      return { tallies: talliesOf(attempts), lost: await lostIds(directory, logins, lab) };
    },
  };
}

function talliesOf(attempts: Readonly<Record<string, readonly Attempt[]>>): Record<StreamName, Tally> {
  const tallies = STREAMS.map((name) => [name, tally(attempts[name] ?? [])] as const);
  console.info(tallies.map(([name, one]) => tallyLine(name, one)).join('\n'));
  return Object.fromEntries(tallies) as Record<StreamName, Tally>;
}

/** The load balancer forwards this port to the leader only, so that a standby is an error. */
async function connect(login: Login): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(login));
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Looks for each acknowledged row on each database, and for each message by draining the queue. */
async function lostIds(
  directory: string,
  { leader, brokers }: NativeLogins,
  lab: NativeLab,
): Promise<readonly string[]> {
  // Each database is queried on its own address and port.
  const login = { ...leader, port: 5432 };
  const rows = await readAcknowledged(idsFile(directory, 'rows'));
  const of = async (host: string) =>
    (await missingIds(rows, () => idsOf({ login }, host, 'rows'))).map((id) => `${id} on ${host}`);
  const missing = await Promise.all(nativeHostsOf('database', lab).map(({ address }) => of(address)));
  const messages = await readAcknowledged(idsFile(directory, 'messages'));
  const drained = await drain(brokers);
  return [...missing.flat(), ...messages.filter((id) => !drained.has(id))];
}
