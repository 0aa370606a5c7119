import { join } from 'node:path';
import jest from '../../jest.config.js';

/** Unit tests without projects: `npm run mutate` says which. */
export default {
  ...jest.projects.find(({ displayName }) => displayName === 'unit'),
  rootDir: '../..',
  roots: ['<rootDir>/src', '<rootDir>/test/unit', '<rootDir>/test/mutation', '<rootDir>/test/support'],
  testTimeout: jest.testTimeout,
  testEnvironment: join(import.meta.dirname, 'environment.cjs'),
  testSequencer: '<rootDir>/test/mutation/sequencer.js',
  // The model of the proofs compares clusters of up to three members.
  globals: { MODEL_MEMBERS: 3 },
  watchman: false,
};
