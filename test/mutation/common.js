/** Settings of Stryker for one part of the code: which files it changes, and which tests have to detect each change. */
export const mutation = ({ name, mutate, tests }) => ({
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--no-warnings', '--experimental-vm-modules'],
  jest: {
    projectType: 'custom',
    configFile: 'test/mutation/jest.config.js',
    config: { testMatch: tests.map((path) => `<rootDir>/${path}`) },
    // jest cannot follow the imports of ES modules.
    enableFindRelatedTests: false,
  },
  mutate: [mutate],
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: `reports/mutation/${name}-incremental.json`,
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  dryRunTimeoutMinutes: 30,
  // On a busy machine a slow test is not an endless loop.
  timeoutMS: 30_000,
  timeoutFactor: 3,
  thresholds: { high: 95, low: 90, break: 90 },
});
