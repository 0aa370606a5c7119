/** Starts each work when all earlier ones have ended, whether or not they failed. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets one work run at a time, such as the question of a host to the operator. */
export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
