/** Runs the slow comparison with the model last, because a mutant is killed by the first test that fails. */
export default class SlowLast {
  sort(tests) {
    return [...tests].sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
  }

  cacheResults() {}
}

function isSlow({ path }) {
  return path.endsWith('-model.test.ts');
}
