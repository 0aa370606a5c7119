/** Runs slow tests last, because a mutant is killed by the first test that fails. */
export default class SlowLast {
  sort(tests) {
    return [...tests].sort((a, b) => cost(a) - cost(b));
  }

  cacheResults() {}
}

function cost({ path }) {
  return ['outcomes.model.test.ts', 'prove.model.test.ts'].findIndex((name) => path.endsWith(name));
}
