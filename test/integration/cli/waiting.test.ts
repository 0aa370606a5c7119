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
  const { transport, end } = unreachableHosts();
  const fake = fakeEdges({ tty, transport, clock });
  const text = () => `${fake.stdout()}${fake.stderr()}`;
  const code = main([command, join(directory, 'inventory.yaml')], fake.edges);
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

test.each(['verify', 'deploy'])('%s shows on a terminal which hosts it waits for', async (command) => {
  await run(command, true, /db1 refused, try 2[^]*no answer yet/);
});

test.each(READING)('%s prints a plain line into a pipe', async (command) => {
  const text = await run(command, false, /^db1: refused; trying to connect for at most 20\.0s$/m);
  expect(text).not.toMatch(/[\r\u001b]/);
});
