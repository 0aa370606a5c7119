import { expect, test } from '@jest/globals';
import { withKeepMemberHint } from '../../../../src/execute/safety/keep-member-hint.ts';
import { nextText } from '../../../../src/model/next-step.ts';
import { operation, removalOfLost } from '../../membership/build.ts';

const problem = { where: 'rabbit3', what: 'refused', next: 'bring rabbit1 back first' };

test('the removal of a stopped member has a second advice: how to start the member again', () => {
  const { next = '', ...rest } = withKeepMemberHint(problem, operation('broker', 'remove', 'rabbit3'));
  expect(rest).toEqual({ where: 'rabbit3', what: 'refused' });
  expect(nextText(next)).toBe(
    'bring rabbit1 back first; rabbit3 is stopped; to keep it, on rabbit3: sudo systemctl start x',
  );
});

test.each([
  ['the removal of a lost member', removalOfLost('broker', 'rabbit3')],
  ['a restart', operation('broker', 'restart', 'rabbit3')],
])('the problem of %s is unchanged', (_what, of) => {
  expect(withKeepMemberHint(problem, of)).toBe(problem);
});
