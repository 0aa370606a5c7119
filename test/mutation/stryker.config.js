/** `npm run mutate`: changes the safety code in small ways, and reports each change that no test detects. */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--no-warnings', '--experimental-vm-modules'],
  jest: {
    projectType: 'custom',
    configFile: 'test/mutation/jest.config.js',
    // jest cannot follow the imports of ES modules.
    enableFindRelatedTests: false,
  },
  mutate: ['src/membership/**/*.ts', 'src/execute/safety/**/*.ts'],
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  dryRunTimeoutMinutes: 30,
  // On a busy machine a slow test is not an endless loop.
  timeoutMS: 30_000,
  timeoutFactor: 3,
  thresholds: { high: 95, low: 90, break: 90 },
};
