import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SshClient } from '../../../../src/model/cluster.ts';
import { ConnectError } from '../../../../src/errors/errors.ts';
import type { Problem } from '../../../../src/errors/errors.ts';
import { nextText } from '../../../../src/model/next-step.ts';
import type { Session } from '../../../../src/transport/port.ts';
import { hostAt } from '../../../support/sshd/machine.ts';
import { testTransport } from '../../../support/sshd/transport.ts';
import { ALGORITHMS } from './rows/algorithms.ts';
import { HOST_KEYS } from './rows/host-keys.ts';
import { LOGINS } from './rows/logins.ts';
import { NETWORK } from './rows/network.ts';
import { RESTRICTIONS } from './rows/restrictions.ts';
import { SHELLS } from './rows/shells.ts';
import { startWorld } from './site.ts';
import type { World } from './site.ts';
import type { Expected, Site, Situation } from './situation.ts';

jest.setTimeout(60_000);

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(() => world.stop());

const SITUATIONS = [ALGORITHMS, HOST_KEYS, LOGINS, NETWORK, RESTRICTIONS, SHELLS].flat();
const CASES = SITUATIONS.flatMap((situation) =>
  (situation.clients ?? (['ssh2', 'openssh'] as const)).map((client) => ({ ...situation, client })),
);

test('has at least 40 situations with different names', () => {
  expect(new Set(SITUATIONS.map(({ name }) => name)).size).toBe(SITUATIONS.length);
  expect(SITUATIONS.length).toBeGreaterThanOrEqual(40);
});

test.each(CASES)('$name, with $client', async ({ client, ...situation }) => {
  const site = await world.siteOf(situation);
  if (situation.begin) world.machine.shell(situation.begin.replaceAll('@DIR', site.machine.directory));
  const transport = transportOf(situation, site);
  try {
    await expectOutcome(transport.connect(hostOf(situation, site, client)), situation);
  } finally {
    await transport.close();
    if (situation.end) world.machine.shell(situation.end);
  }
});

function hostOf({ ssh, knownHosts, address = '127.0.0.1' }: Situation, site: Site, client: SshClient) {
  const file = join(site.machine.directory, `known-${site.port}`);
  const keys = site.machine.hostKeys.map((key) => `[127.0.0.1]:${site.port},[::1]:${site.port} ${key}\n`);
  writeFileSync(file, knownHosts?.(site) ?? keys.join(''));
  const { identity } = site.machine;
  const host = hostAt(site.port, {
    identity,
    user: 'free',
    become: true,
    knownHosts: file,
    client,
    ...ssh?.(site),
  });
  return { ...host, address };
}

function transportOf({ options, sshConfig }: Situation, site: Site) {
  const configFile = sshConfig ? site.file(sshConfig(site)) : 'none';
  return testTransport({ openssh: { program: 'ssh', env: {}, configFile }, ...options?.(site) });
}

async function expectOutcome(connecting: Promise<Session>, { expected, pauseMs }: Situation): Promise<void> {
  if (expected === 'connected') {
    const session = await connecting;
    if (pauseMs !== undefined) await sleep(pauseMs);
    return expectWorking(session);
  }
  const error = await connecting.then(
    () => new Error('it connected'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectError)) throw error;
  expect(error.exitCode).toBe(3);
  expectProblem(error.problems[0], expected);
}

function expectProblem(
  problem: Problem | undefined,
  { cause, what, why = /^$/, next, lines }: Exclude<Expected, string>,
): void {
  const { address, ...rest } = problem ?? { what: '' };
  const text = rest.next === undefined ? '' : nextText(rest.next);
  expect(address ?? 'db1.invalid').toMatch(/^(127\.0\.0\.1|db1\.invalid)$/);
  const matching = (pattern = /^/) => expect.stringMatching(pattern) as unknown;
  expect({ why: '', cause: 'unknown', ...rest, next: text, lines: (rest.lines ?? []).join('\n') }).toEqual({
    where: 'db1',
    cause,
    what: matching(what),
    why: matching(why),
    next: matching(next),
    lines: matching(lines),
  });
}

/** A command runs as root, and a request gets its response from the network of the host. */
async function expectWorking(session: Session): Promise<void> {
  const command = { program: 'test', args: ['-r', '/etc/shadow'], as: 'root', timeoutMs: 10_000 } as const;
  expect(await session.ask([command])).toEqual([{ kind: 'exited', code: 0, stdout: '', stderr: '' }]);
  const answer = await session.request({ method: 'GET', url: world.web, timeoutMs: 10_000 });
  expect(answer).toMatchObject({ kind: 'response', status: 200, body: 'here' });
}
