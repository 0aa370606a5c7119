import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';

jest.setTimeout(180_000);

const HOSTS = ['--databases=10.0.0.11,10.0.0.12,10.0.0.13', '--brokers=10.0.0.21,10.0.0.22,10.0.0.23'];

let folder = '';
let directory = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-init-'));
  directory = join(folder, 'production');
});
afterEach(() => rm(folder, { recursive: true }));

const text = (name: string) => readFileSync(join(directory, name), 'utf8');

describe('init on a terminal', () => {
  /** Answers each question with Enter as it comes up, unless it has another answer. */
  async function interview(answers: Readonly<Record<string, string>>, ...flags: readonly string[]) {
    const fake = fakeEdges({ tty: true, env: { USER: 'operator', TERM: 'xterm' }, clock: systemClock });
    const done = main(['init', directory, ...flags], fake.edges);
    let finished = false;
    void done.finally(() => (finished = true));
    let seen = 0;
    const end = Date.now() + 60_000;
    while (!finished) {
      if (Date.now() > end) throw new Error(`init waits for an answer:\n${fake.stdout()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      // The prompts are colored if FORCE_COLOR is set, as in the workers of a jest that prints colors.
      const questions = stripVTControlCharacters(fake.stdout()).match(/[◆▲] {2}[^\n]*/g) ?? [];
      const question = questions.at(-1) ?? '';
      if (new Set(questions).size <= seen) continue;
      seen = new Set(questions).size;
      const [, answer = ''] = Object.entries(answers).find(([about]) => question.includes(about)) ?? [];
      for (const key of answer) fake.stdin.write(key);
      fake.stdin.write('\r');
    }
    return {
      code: await done,
      stdout: stripVTControlCharacters(fake.stdout()),
      stderr: withoutCount(fake.stderr()),
    };
  }

  /** The line that counts certificates is gone at the end. */
  function withoutCount(stderr: string): string {
    const ends = stderr === '' || stderr.endsWith('\r\u001b[2K');
    return ends
      ? stderr.replace(/\r\u001b\[2K(?:generating keys and certificates: \d+ of \d+)?/g, '')
      : stderr;
  }

  /** Answers to the questions without a default. */
  const ADDRESSES = {
    Databases: '10.0.0.11,10.0.0.12,10.0.0.13',
    'Message brokers': '10.0.0.21,10.0.0.22,10.0.0.23',
    Managers: '10.0.0.31,10.0.0.32',
  };

  test('Enter takes what is offered; addresses are given', async () => {
    const { code, stderr } = await interview(ADDRESSES);
    expect([code, stderr]).toEqual([0, '']);
    expect(parse(text('inventory.yaml'))).toMatchObject({
      name: 'production',
      cloudify: { version: '7.0.4', license: false },
      ssh: { user: 'operator' },
      databases: { hosts: [{ name: 'db1', address: '10.0.0.11' }, {}, {}] },
    });
    expect(parse(text('inventory.yaml'))).not.toHaveProperty('load_balancers');
  });

  test('flags are not asked about, and examples are of their network', async () => {
    const { code, stdout } = await interview(
      { 'Message brokers': '10.7.7.21,10.7.7.22,10.7.7.23', Managers: '10.7.7.31,10.7.7.32' },
      '--databases=10.7.7.1,10.7.7.2,10.7.7.3',
      '--name=live',
    );
    expect(code).toBe(0);
    expect(stdout).not.toContain('Name of the cluster');
    expect(stdout).toContain('10.7.7.22, 10.7.7.23');
    expect(parse(text('inventory.yaml'))).toMatchObject({ name: 'live' });
  });

  test('--native asks for machines, and then for no role', async () => {
    const { code, stdout, stderr } = await interview(
      { 'Machines with every role': 'node1=10.0.0.11,10.0.0.12,10.0.0.13' },
      '--native',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(/Databases:|Release of Cloudify|License/);
    expect(parse(text('inventory.yaml'))).toMatchObject({
      native: { postgresql: { version: 15 } },
      databases: { hosts: [{ name: 'db1', address: '10.0.0.11', hostname: 'node1' }, { name: 'db2' }, {}] },
      brokers: { hosts: [{ name: 'rabbit1', address: '10.0.0.11' }, {}, {}] },
    });
  });

  test('--native asks for the hosts of each role if no machine has all', async () => {
    const { code } = await interview({ Databases: '10.0.0.11,10.0.0.12,10.0.0.13' }, '--native');
    expect(code).toBe(0);
    const written = parse(text('inventory.yaml')) as object;
    expect(Object.keys(written)).toEqual(['name', 'native', 'ssh', 'tls', 'secrets', 'databases']);
  });

  test('a wrong answer is reported at once, and Ctrl-C then leaves nothing', async () => {
    const { code, stdout } = await interview({
      '▲': '\u0003',
      Databases: '10.0.0.11,10.0.0.11,10.0.0.300',
    });
    expect(stdout).toContain('db1 already has the address 10.0.0.11');
    expect([code, readdirSync(folder)]).toEqual([130, []]);
  });

  test('the private address of a host that is given by name is asked for', async () => {
    const { code, stdout } = await interview({
      Databases: 'one=localhost,10.0.0.12,10.0.0.13',
      'Private IP address of localhost': '\u0003',
    });
    expect(stdout).toContain('Private IP address of localhost');
    expect(code).toBe(130);
  });

  test('wrong flags are reported before the first question', async () => {
    const { code, stdout, stderr } = await interview({}, '--databases=10.7.7.1,10.7.7.1,10.7.7.3');
    expect(code).toBe(2);
    expect(stderr).toContain('db1 already has the address 10.7.7.1');
    expect(stdout).not.toContain('Name of the cluster');
  });

  test('Ctrl-C leaves nothing', async () => {
    const { code } = await interview({ 'Name of the cluster': '\u0003' });
    expect([code, readdirSync(folder)]).toEqual([130, []]);
  });

  test('--force asks', async () => {
    await mkdir(directory);
    await writeFile(join(directory, 'inventory.yaml'), 'mine');
    const { code, stdout } = await interview({}, ...HOSTS, '--force');
    expect([code, text('inventory.yaml')]).toEqual([2, 'mine']);
    expect(stdout).toContain('would be moved');
  });

  test('SIGINT while it works leaves nothing either', async () => {
    const fake = fakeEdges({ env: { USER: 'operator' }, clock: systemClock });
    const done = main(['init', directory, ...HOSTS, '--managers=10.0.0.31,10.0.0.32'], fake.edges);
    while (readdirSync(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    fake.send('SIGINT');
    expect([fake.exits, readdirSync(folder)]).toEqual([[130], []]);
    // A real process has ended by now; this process finds no directory.
    expect(await done).not.toBe(0);
  });
});
