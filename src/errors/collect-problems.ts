import { UsageError } from './errors.ts';
import type { Problem } from './errors.ts';

/**
 * Waits for all promises and returns their results.
 * @throws UsageError with the problems of all that failed, in order, after all have ended; throws other errors at once
 */
export async function together<T extends readonly unknown[]>(works: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  const problems = await Promise.all(works.map(problemsOf));
  const all = problems.flat();
  if (all.length > 0) throw new UsageError(all);
  return Promise.all(works);
}

/**
 * Waits for the promise and returns its problems, or none if it succeeded.
 * @throws every error other than a UsageError
 */
export async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}
