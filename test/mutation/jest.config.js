import jest from '../../jest.config.js';

/** Tests of the safety code, without projects: for `npm run mutate`. */
export default {
  ...jest.projects.find(({ displayName }) => displayName === 'unit'),
  rootDir: '../..',
  testTimeout: jest.testTimeout,
  testMatch: ['<rootDir>/test/unit/membership/**/*.test.ts', '<rootDir>/test/unit/execute/**/*.test.ts'],
  globals: { MODEL_MEMBERS: 3 },
  testSequencer: '<rootDir>/test/mutation/sequencer.js',
};
