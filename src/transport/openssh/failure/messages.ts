/** The messages of an ssh process, in the order in which it printed them. */
export interface Messages {
  /** All lines, without the level. */
  readonly all: readonly string[];
  /** Messages of the level DEBUG1, without the level. */
  readonly debug: readonly string[];
  /** All other lines: errors of ssh, and what the commands print that it runs. */
  readonly plain: readonly string[];
  /** The groups of the last message that matches. */
  readonly match: (pattern: RegExp) => readonly string[] | undefined;
}

const LEVEL = /^debug\d: /;

export function messagesOf(lines: readonly string[]): Messages {
  const texts = lines.map((line) => line.trimEnd());
  const isDebug = (line: string) => LEVEL.test(line);
  const all = texts.map((line) => line.replace(LEVEL, ''));
  return {
    all,
    debug: texts.filter(isDebug).map((line) => line.replace(LEVEL, '')),
    plain: texts.filter((line) => !isDebug(line) && !/^@+$/.test(line)),
    match: (pattern) => {
      const found = all.map((line) => pattern.exec(line)).findLast((match) => match !== null);
      return found ? [...found].map((group) => group ?? '') : undefined;
    },
  };
}

/** How far a login got. */
export type Stage = 'no connection' | 'connected' | 'banner' | 'login';

export function stageOf({ match }: Messages): Stage {
  if (match(/^SSH2_MSG_NEWKEYS received/)) return 'login';
  if (match(/^Remote protocol version/)) return 'banner';
  return match(/^(Connection established|Executing proxy command)/) ? 'connected' : 'no connection';
}
