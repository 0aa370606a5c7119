import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../../src/cli/terminal/io.ts';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { writeIdentity } from '../../../src/secrets/files/secrets-file.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

const INVENTORY = `name: test
cloudify: { version: 7.0.4, license: false }
ssh: { user: root }
tls: { directory: certificates }
secrets: { env: true }
topology: { below_minimum: accept }
ssl_client_verification: true
databases: { hosts: [{ name: db1, address: 10.0.0.11 }, { name: db2, address: 10.0.0.12 }] }
brokers: { hosts: [{ name: rabbit1, address: 10.0.0.21 }] }
managers: { hosts: [{ name: manager1, address: 10.0.0.31 }] }
`;
export const FILES = ['db1', 'db2', 'rabbit1', 'manager1', 'manager1-db-client', 'manager1-db-superuser'];

/** A directory with an inventory and an age identity, in which the program runs. */
export interface Workspace {
  readonly directory: string;
  /** Returns the path of a file in tls.directory. */
  readonly at: (name: string) => string;
  /** Runs `quorate certificates` and removes the directory from its output. */
  readonly certificates: (command: string, ...more: readonly string[]) => ReturnType<typeof call>;
  readonly withEnvironment: (env: Io['env'], command: string) => ReturnType<typeof call>;
  readonly remove: () => Promise<void>;
}

export async function workspace(): Promise<Workspace> {
  const directory = await mkdtemp(join(tmpdir(), 'quorate-certificates-'));
  await writeFile(join(directory, 'i.yaml'), INVENTORY);
  const identity = join(directory, 'identity.txt');
  await writeIdentity(identity);
  return {
    directory,
    at: (name) => join(directory, 'certificates', name),
    certificates: (command, ...more) =>
      call(directory, { QUORATE_AGE_IDENTITY: identity }, [command, ...more]),
    withEnvironment: (env, command) => call(directory, env, [command]),
    remove: () => rm(directory, { recursive: true }),
  };
}

async function call(directory: string, env: Io['env'], [command = '', ...more]: readonly string[]) {
  const fake = fakeEdges({ env, clock: systemClock });
  const code = await main(['certificates', command, join(directory, 'i.yaml'), ...more], fake.edges);
  // Joins lines that were wrapped because of the long path.
  const short = (text: string) =>
    text.replaceAll(`${directory}/`, '').replaceAll(/\n {2}(?! |next|why)/g, ' ');
  return { code, stdout: short(fake.stdout()), stderr: short(fake.stderr()) };
}
