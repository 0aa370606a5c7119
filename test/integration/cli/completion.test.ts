// Names of shells: cspell:ignore COMPREPLY CWORD compinit execvp norc stty
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../support/built-program.ts';

jest.setTimeout(120_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A directory with an inventory, and a home whose `bin` contains `quorate`. */
let home = '';
let built = '';
let env: NodeJS.ProcessEnv = {};
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'quorate-completion-'));
  copyFileSync(join(root, 'inventories/three-each.yaml'), join(home, 'inventory.yaml'));
  mkdirSync(join(home, 'bin'));
  built = buildProgram();
  const script = `#!/bin/sh\nexec ${process.execPath} ${built}/quorate.js "$@"\n`;
  writeFileSync(join(home, 'bin/quorate'), script, { mode: 0o755 });
  env = { PATH: `${home}/bin:${process.env['PATH'] ?? ''}`, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8' };
});
afterAll(() => [built, home].forEach((path) => rmSync(path, { recursive: true })));

function run(program: string, ...args: readonly string[]) {
  return spawnSync(program, args, { cwd: home, env, encoding: 'utf8' });
}

/** Types a line to prepare a shell on a pseudo-terminal, then the keys, and reads until the terminal shows a text. */
const TYPIST = `
import os, pty, select, sys, time
ready, keys, wanted, *shell = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(shell[0], shell)
def read(until):
    seen, end = b'', time.time() + 50
    while until.encode() not in seen and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 4096)
    return seen.decode(errors='replace')
os.write(terminal, ("stty cols 200; " + ready + "; echo re''ady\\n").encode())
read('ready\\r\\n')
os.write(terminal, keys.encode())
print(read(wanted))
os.kill(pid, 9)
`;

const SHELLS = {
  bash: { start: ['bash', '--norc', '-i'], ready: 'source <(quorate completion bash)' },
  zsh: {
    start: ['zsh', '-f', '-i'],
    ready: 'autoload -Uz compinit && compinit -D -u; source <(quorate completion zsh)',
  },
};

describe.each(['bash', 'zsh'] as const)('in %s', (shell) => {
  const { start, ready } = SHELLS[shell];

  test.each([
    ['a command', 'quorate swi\t', 'switchover'],
    ['the only host of a role', 'quorate remove-load-balancer inventory.yaml \t', 'lb1'],
    ['an inventory', 'quorate validate inv\t', 'inventory.yaml'],
  ])('Tab completes %s', (_, keys, wanted) => {
    const { stdout } = run('python3', '-c', TYPIST, ready, keys, wanted, ...start);
    expect(stdout).toContain(wanted);
  });
});

test('fish lists hosts, commands with their summary, and files', () => {
  const complete = (line: string) => `complete -C '${line}'`;
  const lines = ['quorate add-broker inventory.yaml r', 'quorate swi', 'quorate validate inv'];
  const { stdout } = run(
    'fish',
    '-c',
    ['quorate completion fish | source', ...lines.map(complete)].join('; '),
  );
  expect(stdout.trimEnd().split('\n')).toEqual([
    'rabbit1',
    'rabbit2',
    'rabbit3',
    'switchover\tSwitch the database leader to a standby',
    'inventory.yaml',
  ]);
});

test('the words of bash include "=", after which a value is completed', () => {
  const words = 'quorate restart inventory.yaml --role = br';
  const script = `source <(quorate completion bash); COMP_WORDS=(${words}); COMP_CWORD=5; _quorate quorate br; echo "\${COMPREPLY[@]}"`;
  expect(run('bash', '-c', script)).toMatchObject({ stdout: 'broker\n', stderr: '' });
});

test('a broken inventory, which could also ask for a passphrase, gives no output and no error', () => {
  writeFileSync(join(home, 'broken.yaml'), 'databases: [\n');
  const { status, stdout, stderr } = run(
    'quorate',
    'completion',
    'bash',
    '--',
    'replace-host',
    'broken.yaml',
    '',
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
