const { TestEnvironment } = require('jest-environment-node');

/** The mutant that a test has detected last. */
let detected;

/** Skips the rest of the tests once one has failed: a mutant needs no more, and jest itself skips only whole files. */
module.exports = class StopAtFirstFailure extends TestEnvironment {
  handleTestEvent({ name, test }) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return;
    if (name === 'test_start' && detected === mutant) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) detected = mutant;
  }
};
