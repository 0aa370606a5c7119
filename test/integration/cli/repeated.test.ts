import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { deployed, lastEvent, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
beforeAll(async () => {
  ada = await deployed({ rabbit4: { like: 'rabbit3', at: [24] } });
});
afterAll(() => ada.leave());

/** Runs a command twice. @returns the output of the second run, in one line */
async function again(command: string, flags: readonly string[] = []): Promise<string> {
  expect((await ada.quorate(command, flags)).code).toBe(0);
  const second = await ada.quorate(command, flags);
  expect([second.code, second.stderr]).toEqual([0, '']);
  return second.stdout.replace(/\s+/g, ' ');
}

describe('a repeated command prints what was already done', () => {
  test('deploy', async () => {
    expect(await again('deploy')).toContain('Nothing to do: every step of the plan is up to date.');
  });

  test('add-broker', async () => {
    const added = await again('add-broker', ['rabbit4', '--address', '198.51.100.24']);
    expect(added).toContain('Nothing to do: rabbit4 is a member already.');
  });

  test('remove-broker, whose host the inventory does not list any more', async () => {
    const removed = await again('remove-broker', ['rabbit4']);
    expect(removed).toMatch(/^Nothing to do: rabbit4 is removed already, by the run of 20\S+ \S+ UTC\. $/);
    const json = await ada.quorate('remove-broker', ['rabbit4', '--output', 'json']);
    const { kind, closing } = lastEvent(json) as { kind: string; closing?: readonly string[] };
    expect([json.code, kind, closing]).toEqual([0, 'run.finished', [expect.stringContaining('rabbit4')]]);
  });

  test('switchover to the leader', async () => {
    expect(await again('switchover', ['--to', 'db2'])).toContain('Nothing to do: db2 is the leader already.');
  });

  test('but not verify, and not a command for a host that no run has removed', async () => {
    expect((await ada.quorate('verify')).stdout).not.toContain('Nothing to do');
    expect((await ada.quorate('remove-broker', ['rabbit9'])).code).toBe(2);
  });
});

test('runs lists rehearsals separately, with simulated time', async () => {
  const rehearsed = await ada.quorate('rehearse', ['--command', 'remove-manager manager2 --lost']);
  const { stdout } = await ada.quorate('runs', ['--local']);
  const [runs = '', rehearsals = ''] = stdout.split('\nRehearsals on simulated hosts:\n');
  expect(rehearsed.code).toBe(0);
  expect(runs).toMatch(/add-broker rabbit4 .* 0 /);
  expect(runs).not.toContain('rehearse');
  expect(rehearsals).toMatch(
    /^started \(UTC\) +command +outcome +exit +simulated time\n.*rehearse remove-man/,
  );
  const json = await ada.quorate('runs', ['--local', '--output', 'json']);
  const { rehearsals: rows } = JSON.parse(json.stdout) as { rehearsals: readonly { command: string }[] };
  expect(rows.map(({ command }) => command)).toEqual(['rehearse remove-manager manager2 --lost']);
});

test('each closing line of a rehearsal states that the run was simulated', async () => {
  const { stdout } = await ada.quorate('rehearse', ['--command', 'remove-manager manager2 --lost']);
  const closing = stdout.trimEnd().split('\n').slice(-2);
  expect(closing).toEqual([
    expect.stringMatching(/simulated run done in .* of simulated time: \d+ changed/),
    expect.stringMatching(/^Files of this simulated run: /),
  ]);
});
