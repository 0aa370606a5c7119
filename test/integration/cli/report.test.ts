import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { badRun } from '../../unit/report/other-streams.ts';
import { goodRun } from '../../unit/report/stream.ts';
import { operatorDirectory } from './operator-directory.ts';

let directory: string;
beforeAll(async () => {
  directory = await operatorDirectory();
  store('20261122T085201Z-deploy', goodRun);
  store('20261123T085201Z-deploy', badRun.slice(0, -1));
  store('20261124T085201Z-deploy', goodRun);
});
afterAll(() => rmSync(directory, { recursive: true }));

const runDirectory = (name: string) => join(directory, '.quorate', 'demo', 'runs', name);

function store(name: string, events: readonly RunEvent[]): void {
  mkdirSync(runDirectory(name), { recursive: true });
  const lines = events.map((event) => JSON.stringify({ ...event, run: `id-${name}` }));
  writeFileSync(join(runDirectory(name), 'events.ndjson'), `${lines.join('\n')}\n`);
}

async function report(...args: readonly string[]) {
  const fake = fakeEdges();
  const code = await main(['report', join(directory, 'inventory.yaml'), ...args], fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

test('writes the page of the newest run, compared with the finished run before it', async () => {
  const path = join(runDirectory('20261124T085201Z-deploy'), 'report.html');
  expect(await report()).toMatchObject({ code: 0, stdout: `${path}\n` });
  const page = readFileSync(path, 'utf8');
  expect(page).toContain('Previous run of this command');
  expect(page).toMatch(/This run:\s+the same time/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(['20261123T085201Z-deploy', 'id-20261123T085201Z-deploy'])(
  'writes the page of %s, whose end is not recorded, with the last output of the host',
  async (run) => {
    const { code, stdout } = await report(run);
    expect(code).toBe(0);
    expect(readFileSync(stdout.trim(), 'utf8')).toMatch(/deploy demo: unfinished[^]*no space left on device/);
  },
);

test('names the directory that has no such run', async () => {
  const { code, stderr } = await report('20270101T000000Z-deploy');
  expect(code).toBe(2);
  expect(stderr).toMatch(/no run "20270101T000000Z-deploy" is stored in[^]*next: quorate runs/);
});
