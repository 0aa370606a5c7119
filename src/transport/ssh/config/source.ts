import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import { NOTHING_CONFIGURED } from './configured.ts';
import type { Configured, ConfiguredValue } from './configured.ts';
import { evaluate } from './evaluate.ts';
import type { SshTarget } from './evaluate.ts';
import { expandPath } from './expand.ts';
import { askOpenSsh, differences } from './openssh.ts';
import type { OpenSsh } from './openssh.ts';
import { readConfigFile } from './read-files.ts';
import type { ConfigLine } from './words.ts';

/** Where ssh_config is read from, and what its values depend on. */
export interface SshConfigSource extends OpenSsh {
  readonly home: string;
  /** The account of this machine that runs Quorate. */
  readonly localUser: string;
  /** True to read no file. */
  readonly isIgnored?: boolean;
}

/** Returns what ssh_config sets for a host. */
export type ReadSshConfig = (target: SshTarget) => Promise<Configured>;

/** Reads ssh_config with `ssh -G`, or with a parser of its own if this machine has no OpenSSH client. */
export function sshConfig(source: SshConfigSource): ReadSshConfig {
  if (source.isIgnored) return async () => NOTHING_CONFIGURED;
  const lines = once(() => linesOf(source));
  const without = once(() => askOpenSsh({ host: 'host' }, { ...source, file: 'none' }));
  return async (target) => {
    const parsed = await parse(target, await lines(), source);
    const [printed, defaults] = await Promise.all([askOpenSsh(target, source), without()]);
    if (!printed || !defaults) return parsed;
    return { values: located(differences(target, printed, defaults), parsed, source), unevaluated: [] };
  };
}

/**
 * Reads ssh_config with the parser alone, which starts no process. Sections that only the OpenSSH client can evaluate are
 * left out.
 */
export function parsedSshConfig(source: SshConfigSource): ReadSshConfig {
  if (source.isIgnored) return async () => NOTHING_CONFIGURED;
  const lines = once(() => linesOf(source));
  return async (target) => parse(target, await lines(), source);
}

async function linesOf({ file, home }: SshConfigSource): Promise<readonly ConfigLine[]> {
  const files = file === undefined ? [join(home, '.ssh', 'config'), '/etc/ssh/ssh_config'] : [file];
  return (await Promise.all(files.map((path) => readConfigFile(path, home)))).flat();
}

function parse(
  target: SshTarget,
  lines: readonly ConfigLine[],
  { localUser }: SshConfigSource,
): Promise<Configured> {
  const resolves = (name: string) =>
    lookup(name).then(
      () => true,
      () => false,
    );
  return evaluate(lines, { target, localUser, resolves });
}

/** Adds the lines that the parser found to the values of `ssh -G`. */
function located(
  values: Configured['values'],
  parsed: Configured,
  source: SshConfigSource,
): Configured['values'] {
  return new Map(
    [...values].map(([keyword, each]) => {
      const candidates = parsed.values.get(keyword) ?? [];
      const isCertain = parsed.unevaluated.length === 0 && candidates.length === each.length;
      const at = (value: ConfiguredValue, index: number) => {
        const same = candidates.find((candidate) => isSame(candidate, value, source));
        const found = same ?? (isCertain ? candidates[index] : undefined);
        return { words: same?.words ?? value.words, ...(found?.at !== undefined && { at: found.at }) };
      };
      return [keyword, each.map(at)];
    }),
  );
}

/** True if both are the same text. The parser has the words of a list of paths, whose blanks `ssh -G` does not quote. */
function isSame(parsed: ConfiguredValue, printed: ConfiguredValue, { home, env }: SshConfigSource): boolean {
  const text = parsed.words.map((word) => expandPath(word, { tokens: {}, home, env })).join(' ');
  const other = printed.words.map((word) => expandPath(word, { tokens: {}, home, env })).join(' ');
  return text === other;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
