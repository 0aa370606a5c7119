/**
 * Makes the results of several items at the same time, and yields them in the order of the items.
 * @param atOnce maximum number of items in work
 */
export async function* madeAhead<T, R>(
  items: readonly T[],
  atOnce: number,
  make: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const made: Promise<R>[] = [];
  for (let next = 0; next < items.length || made.length > 0;) {
    while (next < items.length && made.length < atOnce) {
      const result = make(items[next++]!);
      // The loop below reports the error.
      result.catch(() => undefined);
      made.push(result);
    }
    yield await made.shift()!;
  }
}
