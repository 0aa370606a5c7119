import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Misbehavior } from '../../../support/hostile/endpoint.ts';
import { CLOSERS, ENDLESS, FLOODS, mark, PARTS } from '../../../support/hostile/misbehaviors.ts';
import { hostileOperator } from '../../../support/hostile/operator.ts';
import type { HostileMethod, HostileOperator } from '../../../support/hostile/operator.ts';

jest.setTimeout(120_000);

let operator: HostileOperator;
beforeAll(async () => {
  operator = await hostileOperator();
});
afterAll(() => operator.leave());

const WAYS = {
  'sends nothing': ENDLESS['sends nothing']!,
  'floods stdout': FLOODS['floods stdout']!,
  'ends without a section': PARTS['ends without a section']!,
  'ends the shell': CLOSERS['ends the shell']!,
} as const;

describe.each(['plan', 'deploy', 'verify', 'status', 'drift', 'unlock', 'recover'])('%s', (command) => {
  test.each(Object.entries(WAYS))(
    'a host that %s in the survey counts as unreachable',
    async (...[, misbehavior]) => {
      const { code, output } = await operator.quorate(command, {
        host: 'db2',
        method: 'survey',
        misbehavior,
      });
      expect(output).toMatch(
        /db2: (no response to the survey|the response to the survey|lost 6 consecutive connections)/,
      );
      expect(output).not.toContain('a bug in quorate');
      expect(code).toBe(command === 'recover' ? 10 : 3);
    },
  );
});

test.each(Object.entries(WAYS))(
  'runs: a host that %s in its history counts as unreachable',
  async (...[, misbehavior]) => {
    const { code, output } = await operator.quorate('runs', { host: 'db2', method: 'read', misbehavior });
    expect(output).toContain('db2');
    expect(code).toBe(3);
  },
);

const FAILED = /db2: (no response to|the response to|lost 6 consecutive connections)/;

/** A job without a trace on its host has vanished, which fails its step. */
test('deploy: a host that reports that it has no such job', async () => {
  const misbehavior: Misbehavior = (channel, { nonce }) =>
    mark(channel, nonce, 'begin', 'absent', 'complete', 'end 0');
  const { code, output } = await operator.quorate('deploy', {
    host: 'db2',
    method: 'followJob',
    misbehavior,
  });
  expect(code).toBe(4);
  expect(output).toContain('db2: install the package failed: ');
});

describe.each<[HostileMethod, number]>([
  ['lock', 3],
  ['change', 3],
  ['upload', 3],
  ['startJob', 3],
  ['followJob', 3],
  ['ask', 5],
])('deploy: %s', (method, expected) => {
  test.each(Object.entries(WAYS))('a host that %s ends the run', async (...[, misbehavior]) => {
    const { code, output } = await operator.quorate('deploy', { host: 'db2', method, misbehavior });
    expect(output).not.toContain('a bug in quorate');
    expect(code).toBe(expected);
    expect(output).toMatch(expected === 5 ? /db2: gate \S+ did not pass/ : FAILED);
  });
});

test('deploy: a host whose tunnels are never opened fails its gate', async () => {
  const hostile = { host: 'db2', method: 'request', misbehavior: WAYS['sends nothing'] } as const;
  const { code, output } = await operator.quorate('deploy', hostile);
  expect(code).toBe(5);
  expect(output).toMatch(/db2: gate \S+ did not pass/);
});

test('what is waited for is printed, with its limit', async () => {
  for (const command of ['plan', 'deploy']) {
    const hostile = { host: 'db2', method: 'survey', misbehavior: WAYS['sends nothing'] } as const;
    const { output } = await operator.quorate(command, hostile);
    expect(output.replace(/\s+/g, ' ')).toContain(
      'warning: db2: no response to the survey yet; waiting at most 2m',
    );
  }
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the first %s ends a survey of a host that hangs',
  async (signal) => {
    for (const command of ['deploy', 'verify']) {
      const hostile = { host: 'db2', method: 'survey', misbehavior: () => undefined } as const;
      const { code, output } = await operator.quorate(command, hostile, { signal });
      expect(code).toBe(signal === 'SIGTERM' ? 143 : 130);
      expect(output).not.toContain('no response to the survey within');
    }
  },
);
