/** A condition that a deployed cluster must meet, whether it does, and what was observed. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly seen: string;
}

export const finding = (what: string, ok: boolean, seen: string): Finding => ({ what, ok, seen });

/** True if both lists contain the same items. */
export const same = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((item) => b.includes(item));

/** Runs a check. An error is a failed finding and does not stop the other checks. */
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
