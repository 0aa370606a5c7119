import { UsageError } from './errors.ts';
import type { Problem } from './errors.ts';

/**
 * What all of these give.
 * @throws UsageError with the problems of all that fail, in their order, once all have ended; anything else at once
 */
export async function together<T extends readonly unknown[]>(works: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  const problems = await Promise.all(works.map(problemsOf));
  const all = problems.flat();
  if (all.length > 0) throw new UsageError(all);
  return Promise.all(works);
}

/** What is wrong, once it has ended; nothing when it has not failed. @throws what is no UsageError */
export async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}
