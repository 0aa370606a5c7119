import type { ConfigSection } from './words.ts';

/** Everything that the sections of ssh_config compare. */
export interface Subject {
  /** The host as the inventory names it or, in the final pass, its host name. */
  readonly host: string;
  /** The host as the inventory names it. */
  readonly originalHost: string;
  /** The value of HostName so far, or the host. */
  readonly hostName: string;
  readonly user: string;
  readonly localUser: string;
  readonly tag: string | undefined;
  /** OpenSSH reads its files twice if CanonicalizeHostname is set or if a section asks for the final pass. */
  readonly isFinalPass: boolean;
}

/** True, false, or the criterion of Match that only the OpenSSH client can evaluate. */
export type Applies = boolean | { readonly criterion: string };

/** Returns whether a section applies. */
export function applies({ keyword, words }: ConfigSection, subject: Subject): Applies {
  return keyword === 'host' ? matchesList(subject.host, words) : matchesAll(words, subject);
}

/** True if a pattern matches and no pattern with `!` does. */
function matchesList(text: string, patterns: readonly string[]): boolean {
  const denied = patterns.some(
    (pattern) => pattern.startsWith('!') && matchesPattern(text, pattern.slice(1)),
  );
  return !denied && patterns.some((pattern) => matchesPattern(text, pattern));
}

/** Compares text with a pattern of `*` and `?`. */
export function matchesPattern(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

type Criterion = (subject: Subject, patterns: readonly string[]) => boolean;

const CRITERIA: Readonly<Record<string, Criterion>> = {
  host: ({ hostName }, patterns) => matchesList(hostName.toLowerCase(), patterns.map(lowerCase)),
  originalhost: ({ originalHost }, patterns) =>
    matchesList(originalHost.toLowerCase(), patterns.map(lowerCase)),
  user: ({ user }, patterns) => matchesList(user, patterns),
  localuser: ({ localUser }, patterns) => matchesList(localUser, patterns),
  tagged: ({ tag }, patterns) => matchesList(tag ?? '', patterns),
};

/** Criteria without an argument. */
const FLAGS: Readonly<Record<string, (subject: Subject) => boolean>> = {
  all: () => true,
  canonical: ({ isFinalPass }) => isFinalPass,
  final: ({ isFinalPass }) => isFinalPass,
};

/** Evaluates the criteria of Match, which must all hold. */
function matchesAll(words: readonly string[], subject: Subject): Applies {
  const rest = words.flatMap((word) => word.split(/=(.*)/s, 2));
  let unknown: string | undefined;
  while (rest.length > 0) {
    const given = rest.shift() ?? '';
    const negated = given.startsWith('!');
    const criterion = given.slice(negated ? 1 : 0).toLowerCase();
    const flag = FLAGS[criterion];
    if (flag) {
      if (flag(subject) === negated) return false;
      continue;
    }
    const patterns = (rest.shift() ?? '').split(',');
    const compare = CRITERIA[criterion];
    if (!compare) unknown ??= criterion;
    else if (compare(subject, patterns) === negated) return false;
  }
  return unknown === undefined ? true : { criterion: unknown };
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
