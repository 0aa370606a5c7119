/** Runs fast tests first, because a mutant is killed by the first test that fails. */
export default class FastFirst {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a.path) - rank(b.path));
  }

  cacheResults() {}
}

/** Tables of states; then every state of small clusters; then simulated runs. */
function rank(path) {
  if (path.includes('/unit/membership/')) return path.endsWith('-model.test.ts') ? 1 : 0;
  return 2;
}
