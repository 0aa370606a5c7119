/** One thing that has to be true of a finished cluster, and what was seen instead or in proof of it. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly seen: string;
}

export const finding = (what: string, ok: boolean, seen: string): Finding => ({ what, ok, seen });

/** Equal as sets. */
export const same = (one: readonly string[], other: readonly string[]): boolean =>
  new Set(one).size === new Set(other).size && one.every((item) => other.includes(item));

/** A check that could not be made is a failed check, not the end of all checks. */
export async function attempt(
  what: string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [finding(what, false, (error as Error).message)];
  }
}
