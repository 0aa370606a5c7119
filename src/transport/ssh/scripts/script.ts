/** A script with the bytes that it reads from stdin, in this order. */
export interface Script {
  readonly text: string;
  readonly payload: readonly Buffer[];
}

export function script(text: string, ...payload: readonly Buffer[]): Script {
  return { text, payload };
}

/** Joins scripts in order. */
export function join(parts: readonly (Script | string)[]): Script {
  const scripts = parts.map((part) => (typeof part === 'string' ? script(part) : part));
  return {
    text: scripts.map(({ text }) => text).join('\n'),
    payload: scripts.flatMap(({ payload }) => payload),
  };
}
