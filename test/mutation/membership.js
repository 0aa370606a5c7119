import { mutation } from './common.js';

export default mutation({
  name: 'membership',
  mutate: 'src/membership/**/*.ts',
  tests: ['test/mutation/membership.test.ts', 'test/unit/membership/{outcomes,prove}.model.test.ts'],
});
