import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { judgeAgain } from '../../../src/cli/arguments/explain/judge-again.ts';
import { main } from '../../../src/cli/main.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { readRun } from '../../../src/journal/runs.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { MARKER } from './operator-directory.ts';
import { deployed, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
let runs: readonly string[];
beforeAll(async () => {
  ada = await deployed({ rabbit4: { like: 'rabbit3', at: [24] } });
  expect((await ada.quorate('restart', ['--role', 'database'])).code).toBe(0);
  expect((await ada.quorate('add-broker', ['rabbit4', '--address', '198.51.100.24'])).code).toBe(0);
  expect((await ada.quorate('remove-broker', ['rabbit2'])).code).toBe(0);
  ada.hosts.world.powerOff('db3');
  expect((await ada.quorate('restart', ['--role', 'manager'])).code).not.toBe(0);
  const within = join(ada.folder, '.quorate/demo/runs');
  runs = readdirSync(within).map((name) => join(within, name));
});
afterAll(() => ada.leave());

const judged = ['proof', 'gate.polled', 'gate.finished'];

async function explain(...words: readonly string[]) {
  const { edges, stdout, stderr } = fakeEdges();
  return { code: await main(['explain', ...words], edges), stdout: stdout(), stderr: stderr() };
}

test('every proof and gate of each run is judged again with the same result', async () => {
  const kinds: string[] = [];
  for (const run of runs) {
    const { events } = await readRun(run);
    for (const event of events) {
      if (event.kind !== 'proof' && event.kind !== 'gate.polled' && event.kind !== 'gate.finished') continue;
      kinds.push(event.kind);
      expect([run, event.seq, judgeAgain(event, events)?.isSame]).toEqual([run, event.seq, true]);
    }
  }
  expect(judged.map((kind) => [kind, kinds.filter((one) => one === kind).length > 10])).toEqual([
    ['proof', true],
    ['gate.polled', true],
    ['gate.finished', true],
  ]);
});

test('the recorded facts contain no secret', () => {
  for (const run of runs) expect(readFileSync(join(run, 'events.ndjson'), 'utf8')).not.toContain(MARKER);
});

test('the command prints the facts and the result', async () => {
  const [run = ''] = runs.filter((path) => path.endsWith('restart'));
  const { events } = await readRun(run);
  const proof = events.find(({ kind }) => kind === 'proof');
  const gate = events.findLast(({ kind }) => kind === 'gate.finished');
  const ofProof = await explain(run, String(proof?.seq));
  expect([ofProof.code, ofProof.stdout]).toEqual([
    0,
    expect.stringContaining('result: safe\n  etcd: 3 members, 3 healthy'),
  ]);
  expect(ofProof.stdout).toMatch(/Judged again with the same result\.\n$/);
  const asData = await explain(run, String(proof?.seq), '--output', 'json');
  expect(JSON.parse(asData.stdout)).toMatchObject({ event: proof?.seq, isSame: true });
  const ofGate = await explain(run, String(gate?.seq));
  expect([ofGate.code, ofGate.stdout]).toEqual([0, expect.stringContaining('result: ready')]);
});

test('another result exits with 10; an event without facts, or that is neither proof nor gate, with 2', async () => {
  const [run = ''] = runs;
  const { events } = await readRun(run);
  const changed = join(ada.folder, 'changed');
  mkdirSync(changed);
  const proof = events.find(({ kind }) => kind === 'proof');
  const write = (change: object) => {
    const lines = events.map((event) => JSON.stringify(event === proof ? { ...event, ...change } : event));
    writeFileSync(join(changed, 'events.ndjson'), `${lines.join('\n')}\n`);
  };
  write({ state: 'refused' } satisfies Partial<RunEvent>);
  expect(await explain(changed, String(proof?.seq))).toMatchObject({
    code: 10,
    stdout: expect.stringContaining('ANOTHER result'),
  });
  write({ facts: undefined, factsOmitted: 'too-large' });
  expect(await explain(changed, String(proof?.seq))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no facts are recorded'),
  });
  expect(await explain(run, '1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('neither a proof nor a gate'),
  });
  expect(await explain('nowhere', '1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no run nowhere'),
  });
});
