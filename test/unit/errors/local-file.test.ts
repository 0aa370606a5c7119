import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLocalFile } from '../../../src/errors/local-file.ts';
import { loadInventoryFiles } from '../../../src/inventory/load.ts';
import { fileExists } from '../../../src/secrets/files/private-file.ts';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function textOf(path: string, limits = {}): Promise<string> {
  return (await readLocalFile(path, limits)).bytes.toString();
}

describe('an ordinary file', () => {
  test('is read with its mode', async () => {
    writeFileSync(at('secret'), 'value');
    chmodSync(at('secret'), 0o640);
    const { bytes, mode } = await readLocalFile(at('secret'));
    expect([bytes.toString(), mode & 0o777]).toEqual(['value', 0o640]);
  });

  test('is read up to its limit, and refused with its size above', async () => {
    writeFileSync(at('long'), 'x'.repeat(11));
    expect(await textOf(at('long'), { most: 11 })).toHaveLength(11);
    await expect(textOf(at('long'), { most: 10 })).rejects.toThrow('has 11 bytes, more than the 10 bytes');
    writeFileSync(at('longer'), Buffer.alloc(1024 * 1024 + 1));
    await expect(textOf(at('longer'))).rejects.toThrow('more than the 1048576 bytes');
  });

  test('without a size of its own is read too', async () => {
    expect(await textOf('/proc/self/status')).toContain('Name:');
    await expect(textOf('/proc/self/status', { most: 10 })).rejects.toThrow('more than the 10 bytes');
  });

  test('that is missing or a directory has the error of the file system', async () => {
    await expect(textOf(at('missing'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(textOf(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

test.each(['/dev/zero', '/dev/null', '/dev/tty0', '/dev/full'])(
  '%s is refused without being read',
  async (device) => {
    await expect(textOf(device)).rejects.toThrow(/is a device or a socket|ENXIO|ENOENT|ENODEV/);
  },
);

test('a socket is refused', async () => {
  const server = createServer().listen(at('socket'));
  await once(server, 'listening');
  await expect(textOf(at('socket'))).rejects.toThrow();
  server.close();
});

describe('a pipe', () => {
  const writing = (command: string) => {
    rmSync(at('pipe'), { force: true });
    execFileSync('mkfifo', [at('pipe')]);
    return spawn('sh', ['-c', `exec >"$0"; ${command}`, at('pipe')], { stdio: 'ignore' });
  };

  test('is read to its end, also if its program starts late and writes in parts', async () => {
    writing('sleep 0.2; printf "first "; sleep 0.2; printf second');
    expect(await textOf(at('pipe'))).toBe('first second');
  });

  test('is refused where a file is needed, without waiting for its program', async () => {
    rmSync(at('pipe'), { force: true });
    execFileSync('mkfifo', [at('pipe')]);
    await expect(textOf(at('pipe'), { acceptPipe: false })).rejects.toThrow('is a pipe');
    await expect(loadInventoryFiles(at('pipe'), {})).rejects.toThrow('is a pipe');
  });

  test('of a shell is read', () => {
    const program = `import { readLocalFile } from './src/errors/local-file.ts';
      console.log((await readLocalFile(process.argv[1])).bytes.toString())`;
    const line = `node --import tsx --input-type=module -e "$0" <(sleep 0.1; printf decrypted)`;
    expect(execFileSync('bash', ['-c', line, program], { encoding: 'utf8' })).toBe('decrypted\n');
  });

  test.each([
    ['that no program writes to', 'exec sleep 30 >/dev/null', 'delivered nothing within 0.3 s'],
    ['that does not end', 'printf abc; exec sleep 30', 'delivered 3 bytes and no end within 0.3 s'],
  ])('%s has a time limit', async (_, command, message) => {
    const child = writing(command);
    const pipeLimitMs = 300;
    // The program opens the pipe for writing before or after the reader opens it for reading.
    await expect(textOf(at('pipe'), { pipeLimitMs })).rejects.toThrow(message);
    child.kill();
    await once(child, 'exit');
  });

  test('that no program writes to does not block the question whether it exists', async () => {
    rmSync(at('pipe'), { force: true });
    execFileSync('mkfifo', [at('pipe')]);
    expect([await fileExists(at('pipe')), await fileExists(at('missing'))]).toEqual([true, false]);
  });

  test('that floods is refused after its limit', async () => {
    // The program ends as soon as the pipe is closed, perhaps before the refusal arrives here.
    const ended = once(writing('exec cat /dev/zero'), 'exit');
    await expect(textOf(at('pipe'))).rejects.toThrow('more than the 1048576 bytes');
    await ended;
  });
});
