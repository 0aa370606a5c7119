import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { StepError } from '../../../src/errors/errors.ts';
import type { Session } from '../../../src/transport/port.ts';
import { startMachine } from '../../support/sshd/machine.ts';
import type { Machine } from '../../support/sshd/machine.ts';
import { testTransport } from '../../support/sshd/transport.ts';

jest.setTimeout(60_000);

let machine: Machine;
let session: Session;
const transport = testTransport();

beforeAll(async () => {
  machine = await startMachine();
  session = await transport.connect(machine.host());
});
afterAll(async () => {
  await transport.close();
  await machine.stop();
});
beforeEach(() => void machine.shell('rm -rf /srv/*'));

const folder = mkdtempSync(join(tmpdir(), 'quorate-upload-'));
const source = (name: string, bytes: Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
};
const to = { path: '/srv/pkg/it.deb', mode: 0o640, owner: 'root:root' } as const;
const sent = async (artifact: ReturnType<typeof source>) => {
  const progress: number[] = [];
  await session.upload({ ...to, source: artifact }, (bytes) => progress.push(bytes));
  return progress;
};
afterAll(() => rmSync(folder, { recursive: true }));

test('resumes an earlier upload of the same file', async () => {
  const file = source('a', Buffer.alloc(5_000_000, 'abc'));
  machine.shell('mkdir /srv/pkg');
  writeFileSync(machine.at('/srv/pkg/it.deb.part'), Buffer.alloc(3_000_000, 'abc'));
  expect(await sent(file)).toEqual([3_000_000, 5_000_000]);
  expect(machine.shell('sha256sum </srv/pkg/it.deb; stat -c %a /srv/pkg/it.deb; ls /srv/pkg')).toBe(
    `${file.sha256}  -\n640\nit.deb\n`,
  );
  expect(await sent(file)).toEqual([5_000_000]);
});

test.each([
  ['the beginning of another file', 3_000_000],
  ['longer than this file', 6_000_000],
])('starts again if the part is %s', async (_title, size) => {
  machine.shell('mkdir /srv/pkg');
  writeFileSync(machine.at('/srv/pkg/it.deb.part'), Buffer.alloc(size, 'other'));
  expect(await sent(source('b', Buffer.alloc(5_000_000, 'abc')))).toEqual([0, 4 * 1024 * 1024, 5_000_000]);
});

test('uploads an empty file', async () => {
  expect(await sent(source('c', Buffer.alloc(0)))).toEqual([0, 0]);
  expect(machine.shell('stat -c %s /srv/pkg/it.deb')).toBe('0\n');
});

test('refuses a file that no longer has its digest', async () => {
  const file = source('d', Buffer.from('right'));
  writeFileSync(file.path, 'wrong');
  await expect(sent(file)).rejects.toThrow(StepError);
  expect(machine.shell('ls -A /srv/pkg')).toBe('');
  writeFileSync(file.path, 'sho');
  await expect(sent(file)).rejects.toThrow('cannot upload');
  rmSync(file.path);
  await expect(sent(file)).rejects.toThrow('cannot upload');
});

test('reports a full disk, and resumes afterwards', async () => {
  machine.shell('mkdir /srv/pkg; mount -t tmpfs -o size=4m tmpfs /srv/pkg');
  const file = source('e', Buffer.alloc(5_000_000, 'abc'));
  await expect(sent(file)).rejects.toMatchObject({
    problems: [{ where: 'db1', why: expect.stringContaining('No space left') }],
  });
  machine.shell('mount -o remount,size=16m /srv/pkg');
  expect((await sent(file))[0]).toBeGreaterThan(0);
  machine.shell('umount /srv/pkg');
});
