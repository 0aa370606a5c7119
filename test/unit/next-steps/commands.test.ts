import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { readCommandLine } from '../../../src/cli/arguments/read.ts';
import { wrongFormat } from '../../../src/errors/file-format.ts';
import { COMMANDS } from '../cli/commands.ts';
import { commandLines } from './arguments.ts';
import { hasPlaceholder, programsOf, PROGRAMS } from './programs.ts';
import { samplesOf } from './samples.ts';
import { PRODUCERS, type Producer } from './source.ts';

const of = (kind: Producer['kind']) => PRODUCERS.filter((producer) => producer.kind === kind);

/** Commands whose text another part of the program, or the operator, supplies. */
const SUPPLIED: Readonly<Record<string, string>> = {
  command: 'the ProxyCommand of ssh_config, or a conversion of FORMATS',
  fix: 'an obstacle that a script on the host reports',
  login: 'the command line that logs in',
};

const shell = [...of('shellOn').map(commandOf(1)), ...of('shellHere').map(commandOf(0))];

function commandOf(index: number) {
  return ({ at, arguments: all }: Producer) => ({ at, command: all[index] });
}

const lines = shell.flatMap(({ at, command }) =>
  command && !(command.getText() in SUPPLIED) ? samplesOf(command).map((line) => [at, line] as const) : [],
);

describe('a quorate command in a next step', () => {
  const all = of('commandStep').flatMap((one) => commandLines(one).map((line) => [one.at, line] as const));

  test('there are as many as this test expects to find', () => {
    expect(of('commandStep').length).toBeGreaterThan(50);
  });

  test.each(all)('%s: the program accepts %j', (_, line) => {
    const read = readCommandLine(line, COMMANDS);
    expect(read.kind).toBe(line.includes('--help') ? 'help' : 'command');
    expect(line.filter(hasPlaceholder)).toEqual([]);
  });
});

describe('a flag of the same command in a next step', () => {
  const known = new Set(
    COMMANDS.flatMap((one) => ('commands' in one ? one.commands : [one])).flatMap((one) =>
      Object.keys(one.flags),
    ),
  );

  test.each(of('runAgain').map((one) => [one.at, one.arguments[0]?.getText() ?? ''] as const))(
    '%s: exists: %s',
    (_, text) => {
      for (const [, flag = ''] of text.matchAll(/--([a-z-]+)/g)) expect(known).toContain(flag);
    },
  );
});

describe('a shell command in a next step', () => {
  test('there are as many as this test expects to find', () => {
    expect(lines.length).toBeGreaterThan(70);
  });

  test.each(lines)('%s: a shell reads: %s', (_, line) => {
    execFileSync('sh', ['-n', '-c', line]);
    expect(programsOf(line).filter((program) => !PROGRAMS.includes(program))).toEqual([]);
    expect(hasPlaceholder(line)).toBe(false);
  });

  test.each([
    ['PuTTY-User-Key-File-3: ssh-ed25519\n', 'ssh key'],
    ['\u00FF\u00FEa\0', 'certificate'],
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----', 'ssh key'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', 'tls key'],
    ['0\u0082\u0001\u0002\x02\x01\x03', 'tls key'],
    ['0\u0082\u0001\u0002', 'certificate'],
    ['-----BEGIN PKCS7-----', 'certificate'],
  ] as const)('a conversion of %j: a shell reads it', (text, purpose) => {
    const line = wrongFormat(text, { path: '/a/x', purpose })?.next.command ?? '';
    execFileSync('sh', ['-n', '-c', line]);
    expect(programsOf(line).filter((program) => !PROGRAMS.includes(program))).toEqual([]);
  });
});

describe('a text in a next step', () => {
  const texts = of('text').flatMap(({ at, arguments: [text] }) =>
    text ? samplesOf(text).map((sample) => [at, sample] as const) : [],
  );
  const program = new RegExp(`(^|[:;(] ?|run )(sudo )?(${PROGRAMS.join('|')}) (-|/|\\w+=)`);

  test.each(texts)('%s: contains no command: %s', (_, text) => {
    expect(/\bon \S+: /.test(text) || program.test(text)).toBe(false);
    const [, line] = /(?:^|[:;,(] |or )quorate ([a-z][^;,]*)/.exec(text) ?? [];
    if (line !== undefined) expect(readCommandLine(line.trim().split(' '), COMMANDS).kind).toBe('command');
  });
});
