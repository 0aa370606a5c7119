/** Tests run as ESM from source; `npm test` adds the projects one after another. */
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: 'node',
};
/** Keys and passphrases cost seconds; what the tests show does not depend on their strength. */
const madeOnce = {
  moduleNameMapper: {
    '^\\./generate-keys\\.ts$': '<rootDir>/test/support/made-once/keys.ts',
    '^age-encryption$': '<rootDir>/test/support/made-once/age.ts',
  },
};
export default {
  // A limit, not an expectation: RSA keys take seconds on a machine that has much else to do.
  testTimeout: 60_000,
  // Modules of finished tests stay in a worker's memory, and a large worker collects garbage and starts programs slowly.
  workerIdleMemoryLimit: '700MB',
  projects: [
    {
      ...common,
      ...madeOnce,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts', '!**/*.{fuzz,model}.test.ts'],
    },
    // Thousands of random inputs and all states of a model: minutes, so that `npm run test:unit` leaves them out.
    { ...common, displayName: 'models', testMatch: ['<rootDir>/test/unit/**/*.{fuzz,model}.test.ts'] },
    {
      ...common,
      ...madeOnce,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/contract/**/*.test.ts', '<rootDir>/test/integration/**/*.test.ts'],
    },
    { ...common, displayName: 'schedules', testMatch: ['<rootDir>/test/schedules/*.test.ts'] },
    { ...common, displayName: 'versions', testMatch: ['<rootDir>/test/versions/*.test.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
  // The simulator serves the tests; covering it says nothing about the program.
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts', '!src/simulate/**'],
  coverageThreshold: { global: { lines: 90, branches: 93 } },
  coverageReporters: ['text-summary', 'json-summary'],
  coverageProvider: 'v8',
};
