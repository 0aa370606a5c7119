import { canonicalizes, canonicalName } from './canonical.ts';
import type { Resolves } from './canonical.ts';
import { COLLECTED, valueWords } from './configured.ts';
import type { Configured, ConfiguredValue } from './configured.ts';
import { expandTokens } from './expand.ts';
import { applies } from './match.ts';
import type { Applies, Subject } from './match.ts';
import type { ConfigLine, ConfigSection } from './words.ts';

/** A host as the inventory names it, and what the inventory sets. Set values take precedence over ssh_config. */
export interface SshTarget {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

interface Evaluation {
  readonly target: SshTarget;
  readonly localUser: string;
  readonly resolves: Resolves;
}

/**
 * Returns the values that apply to a host. Reads the lines a second time in the cases in which OpenSSH does; then the
 * host name of the first time is final.
 */
export async function evaluate(
  lines: readonly ConfigLine[],
  { target, localUser, resolves }: Evaluation,
): Promise<Configured> {
  const evaluation = newEvaluation(lines, target, localUser);
  const first = evaluation.pass(target.host, false);
  if (!canonicalizes(first) && !lines.some(asksForFinalPass)) return first;
  const name = await canonicalName(evaluation.hostName(), first, resolves);
  evaluation.fixHostName(name);
  return evaluation.pass(name, true);
}

/** Collects values. A later pass adds to the values of an earlier one. */
function newEvaluation(lines: readonly ConfigLine[], target: SshTarget, localUser: string) {
  const values = new Map<string, readonly ConfiguredValue[]>();
  const unevaluated = new Map<string, string>();
  const first = (keyword: string) => values.get(keyword)?.[0]?.words[0];
  const hostName = () => expandTokens(first('HostName') ?? target.host, { h: target.host });
  const subject = (host: string, isFinalPass: boolean): Subject => ({
    host,
    originalHost: target.host,
    hostName: hostName(),
    user: target.user ?? first('User') ?? localUser,
    localUser,
    tag: first('Tag'),
    isFinalPass,
  });
  const pass = (host: string, isFinalPass: boolean): Configured => {
    const known = new Map<ConfigSection, Applies>();
    const isActive = (section: ConfigSection) => {
      const active = known.get(section) ?? applies(section, subject(host, isFinalPass));
      known.set(section, active);
      if (typeof active === 'object') unevaluated.set(section.at, active.criterion);
      return active === true;
    };
    for (const line of lines)
      if (line.keyword !== 'host' && line.keyword !== 'match' && line.sections.every(isActive))
        add(values, line);
    return { values, unevaluated: [...unevaluated].map(([at, criterion]) => ({ at, criterion })) };
  };
  const fixHostName = (name: string) => {
    const [before] = values.get('HostName') ?? [];
    values.set('HostName', [{ ...before, words: [name] }]);
  };
  return { pass, hostName, fixHostName };
}

function add(
  values: Map<string, readonly ConfiguredValue[]>,
  { keyword, words, rest, at }: ConfigLine,
): void {
  const value = { words: valueWords(keyword, rest, words), at };
  const before = values.get(keyword) ?? [];
  if (before.length === 0) values.set(keyword, [value]);
  else if (COLLECTED.has(keyword) && !before.some((other) => isSame(other, value)))
    values.set(keyword, [...before, value]);
}

function isSame(one: ConfiguredValue, other: ConfiguredValue): boolean {
  return one.words.join(' ') === other.words.join(' ');
}

function asksForFinalPass({ keyword, words }: ConfigLine): boolean {
  return keyword === 'match' && words.some((word) => /^!?final$/i.test(word));
}
