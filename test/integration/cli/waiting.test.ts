import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import { main } from '../../../src/cli/main.ts';
import { ConnectError } from '../../../src/errors/errors.ts';
import type { Transport } from '../../../src/transport/port.ts';
import type { SshOptions } from '../../../src/transport/ssh/connect/options.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { COMMANDS, commandsIn } from '../../unit/cli/commands.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { operatorDirectory } from './operator-directory.ts';

jest.setTimeout(60_000);

/** Real time, from a moment at which the certificates of the tests are valid. */
const since = Date.now();
const clock = { ...systemClock, now: () => NOW + Date.now() - since };

let directory: string;
beforeAll(async () => void (directory = await operatorDirectory()));
afterAll(() => rmSync(directory, { recursive: true }));

/** Hosts that do not answer until `end` is called. The first database refuses connections. */
function unreachableHosts() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const transport = async ({ onRetry }: SshOptions): Promise<Transport> => ({
    connect: async ({ name }) => {
      if (name === 'db1') onRetry?.({ host: name, tries: 1, cause: 'refused', limitMs: 20_000 });
      await ended;
      throw new ConnectError([{ where: name, what: 'cannot connect' }]);
    },
    close: async () => undefined,
  });
  return { transport, end };
}

async function run(command: string, tty: boolean, seen: RegExp): Promise<string> {
  return ran([command, join(directory, 'inventory.yaml')], tty, seen);
}

/** Runs a command until its output matches, then lets the hosts fail. */
async function ran(words: readonly string[], tty: boolean, seen: RegExp): Promise<string> {
  const { transport, end } = unreachableHosts();
  const fake = fakeEdges({ tty, transport, clock });
  const text = () => `${fake.stdout()}${fake.stderr()}`;
  const code = main([...words], fake.edges);
  const ended = code.then(() => true);
  while (!seen.test(text()) && !(await Promise.race([ended, sleep(50)])));
  expect(text()).toMatch(seen);
  end();
  expect(await code).toBe(3);
  return text();
}

const READING = ['plan', 'drift', 'status', 'check', 'recover', 'unlock', 'runs'];

test.each(READING)(
  '%s shows on a terminal which hosts it waits for, and removes the line',
  async (command) => {
    const text = await run(command, true, /connecting 0 of 9 hosts: db1 refused, try 2; no answer yet: db2/);
    // The line is erased before the result is printed.
    expect(text.split('\u001b[2K').at(-1)).not.toContain('connecting');
  },
);

test.each(READING)('%s prints a plain line into a pipe', async (command) => {
  const text = await run(command, false, /^db1: refused; trying to connect for at most 20\.0s$/m);
  expect(text).not.toMatch(/[\r\u001b]/);
});

/** Arguments, besides the inventory, of each command that contacts the hosts of an inventory. */
const CONTACTING: Readonly<Record<string, readonly string[]>> = {
  ...{ plan: [], drift: [], status: [], check: [], recover: [], unlock: [], runs: [] },
  ...{ verify: [], deploy: ['--yes'], restart: ['--yes'], switchover: ['--yes'] },
  ...{ 'add-database': ['db3', '--yes'], 'add-broker': ['rabbit3', '--yes'] },
  ...{ 'add-manager': ['manager2', '--yes'], 'add-load-balancer': ['lb1', '--yes'] },
  ...{ 'remove-database': ['db3', '--yes'], 'remove-broker': ['rabbit3', '--yes'] },
  ...{ 'remove-manager': ['manager2', '--yes'], 'remove-load-balancer': ['lb1', '--yes'] },
  ...{ 'replace-host': ['db3', '--yes'], 'reinit-database': ['db3', '--yes'] },
};

/** Commands that contact other servers, show the hosts on a page or need another inventory, with their tests. */
const OTHER_TESTS = {
  trust: 'trust.test.ts',
  init: 'waiting-names.test.ts',
  watch: 'watch.test.ts',
  reconfigure: 'waiting.test.ts, below',
  'certificates fetch': 'waiting-names.test.ts',
};

const LOCAL = [
  ...['import', 'validate', 'ssh-config', 'completion', 'explain', 'report', 'rehearse'],
  ...['secrets generate', 'secrets edit', 'secrets list', 'secrets check'],
  ...['certificates issue', 'certificates csr', 'certificates import', 'certificates check'],
];

test('every command is listed as one that contacts hosts, or as a local one', () => {
  const listed = [...Object.keys(CONTACTING), ...Object.keys(OTHER_TESTS), ...LOCAL];
  expect(listed.sort()).toEqual(
    commandsIn(COMMANDS)
      .map(({ path }) => path.join(' '))
      .sort(),
  );
});

test.each(Object.entries(CONTACTING))(
  '%s shows on a terminal which hosts it waits for, before one answers',
  async (command, more) => {
    const words = [command, join(directory, 'inventory.yaml'), ...more];
    await ran(words, true, /db1 refused, try 2[^]*no answer yet: (db2|db3|rabbit1)/);
  },
);

test('reconfigure, on the native platform, shows which hosts it waits for', async () => {
  const at = join(directory, 'native');
  const machines = ['--machines', '10.0.0.11,10.0.0.12,10.0.0.13'];
  const made = fakeEdges({ tty: false, clock });
  expect([await main(['init', at, '--native', ...machines], made.edges), made.stderr()]).toEqual([0, '']);
  const words = ['reconfigure', join(at, 'inventory.yaml'), '--yes'];
  await ran(words, true, /db1 refused, try 2[^]*no answer yet: (db2|db3|rabbit1)/);
});
