import { either, shellHere } from '../../../model/next-step.ts';
import { execFile } from 'node:child_process';
import { ConnectError } from '../../../errors/errors.ts';
import { SECOND } from '../../../model/duration.ts';
import type { EnvironmentVariables } from '../../../model/secret.ts';
import { COLLECTED } from './configured.ts';
import type { ConfiguredValue } from './configured.ts';
import type { SshTarget } from './evaluate.ts';
import { keywordName } from './keywords.ts';

export interface OpenSsh {
  /** The client, as a name in PATH or as a path. */
  readonly program: string;
  readonly env: EnvironmentVariables;
  /** A file to read in place of the usual two, as with `ssh -F`. */
  readonly file?: string;
}

/** Values of `ssh -G`, by keyword. */
export type PrintedSettings = ReadonlyMap<string, readonly string[]>;

/** Time for `ssh -G`, which may run the commands of `Match exec` and resolve names. */
const LIMIT_MS = 15 * SECOND;

/**
 * Returns the values that `ssh -G` prints for a host. It contacts no host. Undefined if there is no OpenSSH client, or
 * if it is too old for `-G`. @throws ConnectError if the client rejects the file
 */
export async function askOpenSsh(
  target: SshTarget,
  { program, env, file }: OpenSsh,
): Promise<PrintedSettings | undefined> {
  const args = [
    '-G',
    ...(file === undefined ? [] : ['-F', file]),
    ...(target.user === undefined ? [] : ['-l', target.user]),
    ...(target.port === undefined ? [] : ['-p', String(target.port)]),
    ...['--', target.host],
  ];
  const first = await run(program, args, env);
  const isForking = first.stderr.includes('Cannot fork into background without a command');
  const { failure, stdout, stderr } = isForking ? await run(program, ['-N', ...args], env) : first;
  // With -N, SessionType is that of the command line.
  if (!failure) return parsePrinted(stdout, isForking ? ['SessionType'] : []);
  if (failure.code === 'ENOENT' || /(unknown|illegal|invalid) option/.test(stderr)) return undefined;
  throw new ConnectError([
    {
      where: file ?? 'ssh_config',
      what: failure.killed
        ? `ssh -G did not end within ${LIMIT_MS / SECOND} s`
        : `the OpenSSH client cannot read its configuration for ${target.host}`,
      next: either(
        shellHere(`ssh -G ${target.host}`, 'correct the file'),
        shellHere('export QUORATE_SSH_CONFIG=none', 'ignore it'),
      ),
      lines: stderr.trim().split('\n').slice(-5),
    },
  ]);
}

interface Output {
  readonly failure: { readonly code?: unknown; readonly killed?: boolean } | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], env: EnvironmentVariables): Promise<Output> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, timeout: LIMIT_MS }, (failure, stdout, stderr) =>
      resolve({ failure, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

/** Returns the settings with which ssh would run with these arguments; undefined if it does not print them. */
export async function effectiveSettings(
  { program, env }: OpenSsh,
  args: readonly string[],
): Promise<PrintedSettings | undefined> {
  const { failure, stdout } = await run(program, ['-G', ...args], env);
  return failure ? undefined : parsePrinted(stdout, []);
}

function parsePrinted(text: string, omitted: readonly string[]): PrintedSettings {
  const values = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [, keyword, value] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (keyword === undefined || value === undefined) continue;
    const name = keywordName(keyword);
    if (omitted.includes(name)) continue;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** Keywords whose value is a list of words. Any other value is one word, even with blanks. */
const LISTS = new Set(['UserKnownHostsFile', 'GlobalKnownHostsFile', 'CanonicalDomains', 'IPQoS']);

/** An old ssh prints a keyword also under its old name; only one of the values may differ from its default. */
function firstSet(keyword: string, values: readonly string[], expected: PrintedSettings): readonly string[] {
  if (COLLECTED.has(keyword)) return values;
  const changed = values.find((value, index) => value !== expected.get(keyword)?.[index]);
  return changed === undefined ? values.slice(0, 1) : [changed];
}

/** Returns the values that differ from those without a file: the values that ssh_config sets. */
export function differences(
  target: SshTarget,
  printed: PrintedSettings,
  without: PrintedSettings,
): ReadonlyMap<string, readonly ConfiguredValue[]> {
  const hostName = [target.host.toLowerCase()];
  const expected: ReadonlyMap<string, readonly string[]> = new Map([
    ...without,
    ['HostName', hostName],
    ['host', printed.get('host') ?? []],
    ...(target.user === undefined ? [] : [['User', [target.user]] as const]),
    ...(target.port === undefined ? [] : [['Port', [String(target.port)]] as const]),
  ]);
  return new Map(
    [...printed]
      .filter(([keyword, values]) => values.join('\n') !== expected.get(keyword)?.join('\n'))
      .map(([keyword, values]) => [keyword, firstSet(keyword, values, expected)] as const)
      .map(([keyword, values]) => [
        keyword,
        values.map((value) => ({ words: LISTS.has(keyword) ? value.split(' ') : [value] })),
      ]),
  );
}
