/** Long work as a generator. It yields where other work of the program may run in between. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** Does all the work at once. */
export function atOnce<Result>(work: Slices<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
