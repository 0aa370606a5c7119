import { mutation } from './common.js';

export default mutation({
  name: 'membership',
  mutate: 'src/membership/**/*.ts',
  tests: 'test/unit/membership/**/*.test.ts',
});
