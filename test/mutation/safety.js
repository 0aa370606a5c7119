import { mutation } from './common.js';

export default mutation({
  name: 'safety',
  mutate: 'src/execute/safety/**/*.ts',
  tests: ['test/unit/execute/**/*.test.ts'],
});
