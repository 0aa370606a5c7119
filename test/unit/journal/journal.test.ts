import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openJournal } from '../../../src/journal/journal.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { badRun } from '../report/other-streams.ts';
import { goodRun } from '../report/stream.ts';
import { nextAsSteps } from '../../../src/model/next-step.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const now = Date.UTC(2026, 10, 22, 8, 52, 1, 250);
const open = () =>
  openJournal({ inventory: join(directory, 'i.yaml'), cluster: 'demo', command: 'deploy', now });
const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

describe('the journal', () => {
  test('stores every event, one per line, in a directory next to the inventory', () => {
    const journal = open();
    goodRun.forEach(journal.read);
    journal.close();
    expect(journal.directory).toBe(join(directory, '.quorate/demo/runs/20261122T085201Z-deploy'));
    const kept = lines(join(journal.directory, 'events.ndjson')).map((line) => JSON.parse(line) as RunEvent);
    expect(kept).toEqual(JSON.parse(JSON.stringify(goodRun, nextAsSteps)));
  });

  test('writes each event to disk before it returns', () => {
    const journal = open();
    goodRun.forEach((event) => {
      journal.read(event);
      expect(lines(join(journal.directory, 'events.ndjson'))).toHaveLength(event.seq);
    });
    journal.close();
  });

  test('writes one log per host with its steps, all output, proofs, gates and lost connections', () => {
    const journal = open();
    badRun.forEach(journal.read);
    journal.close();
    expect(readdirSync(journal.directory).sort()).toEqual([
      'db1.log',
      'db2.log',
      'events.ndjson',
      'rabbit1.log',
    ]);
    const log = lines(join(journal.directory, 'db1.log')).map((line) => line.replace(/^\S+Z /, ''));
    expect(log).toEqual([
      'db1: connected in 40ms',
      'db1: surveyed in 20ms',
      'started stage/db1/files: Write configuration and certificates',
      'changed stage/db1/files after 901 ms: 4 files',
      'db1: etcd: no member answers; bootstrapping db1 makes 1: safe',
      'started databases/db1/install: Install the database',
      '| Installing etcd...',
      '| Installing PostgreSQL...',
      '| ERROR - ProcessExecutionError: no space left on device',
      'failed databases/db1/install after 63000 ms: Install the database: cfy_manager install ended with exit code 1',
    ]);
  });

  test('logs per host what a gate observed there and whether a job was still running', () => {
    const journal = open();
    goodRun.forEach(journal.read);
    journal.close();
    const log = readFileSync(join(journal.directory, 'db2.log'), 'utf8');
    expect(log).toContain('gate etcd-quorum: 2 of 2 members healthy');
    expect(log).toContain('Install the database (still running since an earlier run)');
  });

  test('is accessible only to its owner', () => {
    const journal = open();
    goodRun.forEach(journal.read);
    journal.save('report.html', '<p>');
    journal.close();
    const modes = readdirSync(journal.directory).map(
      (name) => statSync(join(journal.directory, name)).mode & 0o777,
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(journal.directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, '.quorate')).mode & 0o777).toBe(0o700);
  });

  test('two runs in the same second have separate directories', () => {
    const [one, two] = [open(), open()];
    expect(two.directory).toBe(`${one.directory}-2`);
    one.close();
    two.close();
  });

  test('a host name cannot escape the directory', () => {
    const journal = open();
    journal.read({ v: 2, run: 'r', seq: 1, at: now, kind: 'host.lost', host: '../../x', why: 'gone' });
    journal.close();
    expect(readdirSync(journal.directory).sort()).toEqual(['.._.._x.log', 'events.ndjson']);
  });

  test('reports why it cannot be opened', () => {
    writeFileSync(join(directory, '.quorate'), 'a file in the place of the directory');
    expect(open).toThrow(/ENOTDIR|EEXIST/);
  });
});
