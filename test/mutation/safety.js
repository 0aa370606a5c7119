import { mutation } from './common.js';

export default mutation({
  name: 'safety',
  mutate: 'src/execute/safety/**/*.ts',
  tests: ['test/mutation/safety.test.ts'],
});
