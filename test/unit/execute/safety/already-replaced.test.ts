import { expect, test } from '@jest/globals';
import { isAlreadyReplaced } from '../../../../src/execute/safety/already-replaced.ts';
import type { MemberOperation } from '../../../../src/model/plan/step.ts';
import type { JobState } from '../../../../src/transport/port.ts';
import { withScriptedRun } from '../../../support/scripted/run.ts';
import { operation, removalOfLost } from '../../membership/build.ts';

const RUNNING: JobState = { state: 'running', logSize: 0, startedAt: 0 };

/** True if rabbit2 and rabbit3 are hosts of the plan, and this job was started on rabbit2. */
const replaced = (of: MemberOperation, job?: string) =>
  withScriptedRun(
    {
      plan: { hosts: ['rabbit2', 'rabbit3'] },
      surveys: { rabbit2: { jobs: job === undefined ? {} : { [job]: RUNNING } } },
      unreachable: ['rabbit3'],
    },
    async ({ run }) => isAlreadyReplaced(run, of),
  );

test('a lost member is replaced once the installation under its name has started', async () => {
  expect(await replaced(removalOfLost('broker', 'rabbit2'), 'install-broker')).toBe(true);
});

test.each<[string, MemberOperation, string | undefined]>([
  ['its host has no such job', removalOfLost('broker', 'rabbit2'), undefined],
  ['its host has the job of another service', removalOfLost('broker', 'rabbit2'), 'install-manager'],
  ['its host was not surveyed', removalOfLost('broker', 'rabbit3'), 'install-broker'],
  ['the command does not use its host', removalOfLost('broker', 'rabbit4'), 'install-broker'],
  ['it is stopped', operation('broker', 'remove', 'rabbit2'), 'install-broker'],
  ['it is restarted', operation('broker', 'restart', 'rabbit2'), 'install-broker'],
])('a member is not replaced if %s', async (_what, of, job) => {
  expect(await replaced(of, job)).toBe(false);
});
