import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ConnectionLost, NoResponse } from '../../../../src/errors/errors.ts';
import type { Command } from '../../../../src/model/host/command.ts';
import type { Session, SurveyRequest } from '../../../../src/transport/port.ts';
import { NOTHING } from '../../../contract/samples.ts';
import { inMachine, startEndpoint } from '../../../support/hostile/endpoint.ts';
import type { Endpoint } from '../../../support/hostile/endpoint.ts';
import { idleClock } from '../../../support/hostile/idle-clock.ts';
import type { IdleClock } from '../../../support/hostile/idle-clock.ts';
import { CLOSERS, ENDLESS, FLOODS, FORGERIES, PARTS } from '../../../support/hostile/misbehaviors.ts';
import { hostAt, startMachine } from '../../../support/sshd/machine.ts';
import type { Machine } from '../../../support/sshd/machine.ts';
import { knownLine, makeKey } from '../../../support/sshd/server.ts';
import { testTransport } from '../../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let machine: Machine;
let directory: string;
let hostKey: string;
let endpoint: Endpoint;
let clock: IdleClock;
let transport: ReturnType<typeof testTransport>;
const notices: string[] = [];

beforeAll(async () => {
  machine = await startMachine();
  directory = mkdtempSync(join(tmpdir(), 'quorate-hostile-'));
  hostKey = makeKey(directory, 'host');
});
beforeEach(async () => {
  machine.wipe();
  endpoint = await startEndpoint({ hostKey, run: inMachine(machine.pid) });
  clock = idleClock(() => endpoint.isIdle());
  notices.splice(0);
  const onWaiting = (host: string, what: string) => void notices.push(`${host}: ${what}`);
  transport = testTransport({ clock, onWaiting });
});
afterEach(async () => {
  await transport.close();
  clock.stop();
  await endpoint.stop();
});
afterAll(async () => {
  await machine.stop();
  rmSync(directory, { recursive: true });
});

function connect(): Promise<Session> {
  const knownHosts = join(directory, `known-${endpoint.port}`);
  writeFileSync(knownHosts, knownLine(hostKey, endpoint.port));
  return transport.connect(hostAt(endpoint.port, { knownHosts, identity: machine.identity }));
}

const holder = {
  ...{ cluster: 'c1', token: 't', who: 'ann', from: 'ci', command: 'deploy', run: 'r' },
  ...{ machineId: 'm', bootId: 'b', pid: 1, started: '1' },
};
const list: Command = { program: 'cfy_manager', args: ['dbs', 'list'], as: 'root', timeoutMs: 120_000 };
const nothing: SurveyRequest = { ...NOTHING, disks: ['/'] };
const job = {
  name: 'install',
  command: { ...list, timeoutMs: 3_600_000 },
  receipt: { name: 'r', receipt: { v: 2 as const, inputs: {}, run: 'r' } },
};
const acquired = async (session: Session) => {
  const answer = await session.lock(holder);
  if (!answer.acquired) throw new Error('not acquired');
  return answer.lock;
};

function artifact() {
  const path = join(directory, 'package.rpm');
  const bytes = Buffer.alloc(1000, 'p');
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = { path, sha256, size: bytes.length };
  return { source, path: '/srv/contract/package.rpm', mode: 0o600, owner: 'root:root' } as const;
}

interface RequestCase {
  /** Name in messages. */
  readonly what: string;
  /** Text that only its script has. */
  readonly script: string | RegExp;
  readonly send: (session: Session) => Promise<unknown>;
  /** A script that was killed fails its step, with the exit code. */
  readonly failsStep?: true;
}

const KILLED = 'ends after the first sections';

const REQUESTS: Readonly<Record<string, RequestCase>> = {
  survey: { what: 'the survey', script: 'mark machine-id', send: (session) => session.survey(nothing) },
  lock: {
    what: 'acquiring the lock',
    script: 'held=$(held',
    failsStep: true,
    send: acquired,
  },
  renew: {
    what: 'renewing the lock',
    script: /^(?!.*flock).*touch --/s,
    send: async (session) => (await acquired(session)).renew(),
  },
  release: {
    what: 'releasing the lock',
    script: '|| rm -f -- ',
    send: async (session) => (await acquired(session)).release(),
  },
  change: {
    what: '`cfy_manager dbs list`',
    script: 'mark change',
    send: (session) => session.change([{ kind: 'run', command: list }]),
  },
  'first part of an upload': {
    what: 'uploading /srv/contract/package.rpm',
    script: 'mark part',
    failsStep: true,
    send: (session) => session.upload(artifact(), () => undefined),
  },
  'chunk of an upload': {
    what: 'uploading /srv/contract/package.rpm',
    script: '>>"$part"',
    failsStep: true,
    send: (session) => session.upload(artifact(), () => undefined),
  },
  'end of an upload': {
    what: 'uploading /srv/contract/package.rpm',
    script: 'mark sum',
    failsStep: true,
    send: (session) => session.upload(artifact(), () => undefined),
  },
  read: {
    what: 'reading /etc/hostname',
    script: 'mark file; tail',
    send: (session) => session.read('/etc/hostname', { tailBytes: 10 }),
  },
  ask: { what: '`cfy_manager dbs list`', script: 'mark asked', send: (session) => session.ask([list]) },
  'start of a job': {
    what: 'starting the job install',
    script: 'setsid nohup',
    failsStep: true,
    send: (session) => session.startJob(job),
  },
  'log of a job': {
    what: 'following the job install',
    script: '| head -c',
    send: (session) => session.followJob('install', { offset: 0 }, () => undefined),
  },
};

/** @returns the error with which the request fails */
async function sendTo(misbehavior: Parameters<Endpoint['sabotage']>[1], { script, send }: RequestCase) {
  const session = await connect();
  endpoint.sabotage(script, misbehavior);
  const error: unknown = await send(session).then(
    (value) => new Error(`it returned ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(endpoint.sabotaged).toBe(1);
  return error;
}

describe.each(Object.entries(REQUESTS))('%s', (_, request) => {
  test.each(Object.entries(ENDLESS))(
    'a host that %s: the deadline ends the wait',
    async (...[, misbehavior]) => {
      const error = await sendTo(misbehavior, request);
      expect(error).toBeInstanceOf(NoResponse);
      expect(error).toMatchObject({ host: 'db1', reason: 'timeout' });
      expect((error as NoResponse).problem.what).toContain(`no response to ${request.what} within `);
      expect(notices.at(-1)).toBe(`db1: ${request.what}`);
    },
  );

  test.each(Object.entries(FLOODS))('a host that %s: the limit ends it', async (...[, misbehavior]) => {
    expect(await sendTo(misbehavior, request)).toMatchObject({
      name: 'NoResponse',
      host: 'db1',
      reason: 'unusable',
      problem: { what: `the response to ${request.what} is longer than 4 MiB` },
    });
  });

  const parts = Object.entries(PARTS).filter(([name]) => name !== KILLED || !request.failsStep);
  test.each([...Object.entries(FORGERIES), ...parts])(
    'a host that %s: its response is no response',
    async (...[, misbehavior]) => {
      const error = await sendTo(misbehavior, request);
      expect(error).toMatchObject({ host: 'db1', reason: 'unusable' });
      expect((error as NoResponse).problem.what).toContain(
        `the response to ${request.what} is incomplete or damaged: `,
      );
    },
  );

  test.each(Object.entries(CLOSERS))('a host that %s: the connection is lost', async (...[, misbehavior]) => {
    const error = await sendTo(misbehavior, request);
    expect(error).toBeInstanceOf(ConnectionLost);
    expect(error).not.toBeInstanceOf(NoResponse);
    expect(error).toMatchObject({ host: 'db1' });
  });
});

test.each(Object.entries(REQUESTS).filter(([, { failsStep }]) => failsStep))(
  '%s: a script that was killed fails the step',
  async (...[, request]) => {
    expect(await sendTo(PARTS[KILLED]!, request)).toMatchObject({
      exitCode: 4,
      problems: [{ where: 'db1' }],
    });
  },
);

test('the deadline names the part of the survey that hangs', async () => {
  const error = await sendTo(ENDLESS['starts and sends nothing more']!, REQUESTS['survey']!);
  expect((error as NoResponse).problem).toMatchObject({
    where: 'db1',
    what: 'no response to the survey within 2m 00s; it stopped at `disk /var`',
  });
});

test('calls after a response that did not come report a lost connection, not the same deadline', async () => {
  const session = await connect();
  endpoint.sabotage('mark asked', () => undefined);
  const first = session.ask([list]);
  const second = session.survey(nothing);
  await expect(first).rejects.toBeInstanceOf(NoResponse);
  const after = [second, session.survey(nothing)];
  for (const call of after) await expect(call).rejects.not.toBeInstanceOf(NoResponse);
});
