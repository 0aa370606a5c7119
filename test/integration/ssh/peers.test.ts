import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../../src/clock/clock.ts';
import { sshTransport } from '../../../src/transport/ssh/transport.ts';
import { freePort, startMachine } from '../../support/sshd/machine.ts';
import type { Machine, MachineOptions } from '../../support/sshd/machine.ts';

jest.setTimeout(60_000);

const NONCE = 'f0e1d2c3b4a5';
const MISSING = 'exit 127';
const open = new Set<Machine>();
afterAll(async () => void (await Promise.all([...open].map((machine) => machine.stop()))));

async function sessionOn(options: MachineOptions) {
  const machine = await startMachine(options);
  open.add(machine);
  const transport = sshTransport({
    clock: systemClock,
    acceptNewHostKeys: false,
    connectRetryMs: 0,
    handshakes: 2,
  });
  return { machine, session: await transport.connect(machine.host()) };
}

/** Command lines of all processes of this machine that contain the text. */
function processesWith(text: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const lines = pids.flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
    } catch {
      return [];
    }
  });
  return lines.filter((line) => line.includes(text));
}

const noPython = { python3: MISSING, python2: MISSING, python: MISSING };
const INTERPRETERS: readonly (readonly [string, MachineOptions])[] = [
  ['perl', {}],
  ['Python', { programs: { perl: MISSING } }],
  ['perl under busybox', { sh: '/bin/busybox', busybox: ['timeout', 'tr', 'grep', 'sleep'] }],
];

describe.each(INTERPRETERS)('with %s', (_name, options) => {
  test('a temporary listener answers on its ports, ends when told, and leaves no process', async () => {
    const { machine, session } = await sessionOn(options);
    const [first, second] = [await freePort(), await freePort()];
    const listener = await session.listen({
      ...{ address: '127.0.0.1', ports: [first, second, machine.port], nonce: NONCE, limitMs: 30_000 },
    });
    expect(listener.ports).toEqual({ [first]: 'listening', [second]: 'listening', [machine.port]: 'in-use' });
    const targets = [first, second, machine.port, 1].map((port) => ({ address: '127.0.0.1', port }));
    expect(await session.dial({ targets, nonce: NONCE, limitMs: 3000 })).toEqual([
      'nonce',
      'nonce',
      'connected',
      'refused',
    ]);
    await listener.stop();
    expect(processesWith(NONCE)).toEqual([]);
    await session.close();
  });
});

test('without perl and Python nothing listens, and bash connects', async () => {
  const { machine, session } = await sessionOn({ programs: { perl: MISSING, ...noPython } });
  const port = await freePort();
  const { ports, stop } = await session.listen({
    ...{ address: '127.0.0.1', ports: [port], nonce: NONCE, limitMs: 30_000 },
  });
  expect(ports).toEqual({ [port]: 'failed' });
  await stop();
  const targets = [machine.port, port].map((one) => ({ address: '127.0.0.1', port: one }));
  expect(await session.dial({ targets, nonce: NONCE, limitMs: 3000 })).toEqual(['connected', 'refused']);
  await session.close();
});

test('bash recognizes the nonce of a listener', async () => {
  const listening = await sessionOn({});
  const dialing = await sessionOn({ programs: { perl: MISSING, ...noPython } });
  const port = await freePort();
  const listener = await listening.session.listen({
    ...{ address: '127.0.0.1', ports: [port], nonce: NONCE, limitMs: 30_000 },
  });
  const targets = [{ address: '127.0.0.1', port }];
  expect(await dialing.session.dial({ targets, nonce: NONCE, limitMs: 3000 })).toEqual(['nonce']);
  await listener.stop();
});

test('an address of another machine cannot be bound', async () => {
  const { session } = await sessionOn({});
  const ask = { address: '198.51.100.99', ports: [await freePort()], nonce: NONCE, limitMs: 5000 };
  expect(Object.values((await session.listen(ask)).ports)).toEqual(['failed']);
});
