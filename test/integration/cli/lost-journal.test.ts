import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { printable } from '../../../src/model/rendered.ts';
import { simulatedTransport } from '../../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../../src/simulate/transport.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { operatorDirectory } from './operator-directory.ts';

jest.setTimeout(60_000);

let folder = '';
let hosts: SimulatedTransport;
const clock = virtualClock(NOW);

/** A file system of its own for the journal, so that the journal can fill it. */
beforeAll(async () => {
  folder = await operatorDirectory();
  const { cluster } = await loadInventory(join(folder, 'inventory.yaml'), {});
  hosts = simulatedTransport({ hosts: cluster.hosts, clock });
  mkdirSync(join(folder, '.quorate'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(folder, '.quorate')]);
});
afterAll(() => {
  execFileSync('umount', [join(folder, '.quorate')]);
  rmSync(folder, { recursive: true });
});

/** @param onEvent called with each event after the journal has it */
async function deploy(onEvent: (event: RunEvent) => void = () => undefined) {
  const fake = fakeEdges({ clock, transport: async () => hosts.reopen() });
  const events: RunEvent[] = [];
  const write = (line: string) => {
    const event = JSON.parse(line) as RunEvent;
    events.push(event);
    onEvent(event);
  };
  const stdout = Object.create(fake.io.stdout, { write: { value: write } }) as typeof fake.io.stdout;
  const edges = { ...fake.edges, io: { ...fake.io, stdout } };
  const code = await main(['deploy', join(folder, 'inventory.yaml'), '--output', 'json'], edges);
  return { code, events };
}

/** Fills the disk, and the rest of the last page of the journal, which tmpfs has allocated already. */
function fillDisk(): void {
  const runs = join(folder, '.quorate/demo/runs');
  const journal = join(runs, readdirSync(runs).sort().at(-1) ?? '', 'events.ndjson');
  const page = 4096;
  try {
    writeFileSync(join(folder, '.quorate/filler'), Buffer.alloc(2 * 1024 * 1024));
  } catch {
    // The disk is full.
  }
  appendFileSync(journal, ' '.repeat(page - (statSync(journal).size % page)));
}

test('a run whose journal cannot be written starts no further step and exits with 8; the next run resumes it', async () => {
  let filled = false;
  const { code, events } = await deploy((event) => {
    if (event.kind === 'step.output' && event.step === 'databases/db1/install' && !filled) {
      filled = true;
      fillDisk();
    }
  });
  expect(code).toBe(8);
  const lost = events.findIndex(
    (event) => event.kind === 'run.warned' && printable(event.text).includes('ENOSPC'),
  );
  const isStart = ({ kind }: RunEvent) => kind === 'step.started';
  expect(events.slice(0, lost).some(isStart)).toBe(true);
  expect(events.slice(lost).some(isStart)).toBe(false);
  expect(events.at(-1)).toMatchObject({
    kind: 'run.finished',
    exitCode: 8,
    problems: [
      {
        where: expect.stringContaining(join(folder, '.quorate/demo/runs')),
        what: expect.stringMatching(/journal of this run cannot be written.*ENOSPC/),
        next: expect.anything(),
      },
    ],
  });

  execFileSync('mount', ['-o', 'remount,size=16m', join(folder, '.quorate')]);
  const again = await deploy();
  expect(again.code).toBe(0);
  const resumed = again.events.flatMap((event) =>
    event.kind === 'step.started' && event.attached ? [event.step] : [],
  );
  expect(resumed).toEqual(['databases/db1/install']);
});
