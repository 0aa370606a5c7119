import { expect, test } from '@jest/globals';
import { ConnectionLost } from '../../../src/errors/errors.ts';
import { unitStatus } from '../../../src/execute/read/unit-status.ts';
import type { Run } from '../../../src/execute/run.ts';

test('a unit of a host that is no longer connected has no lines, and its host does not end the run', async () => {
  const fleet = {
    session: () => {
      throw new ConnectionLost('lb1', 'not connected');
    },
  } as unknown as Run['fleet'];
  expect(await unitStatus({ fleet }, 'lb1', { unit: 'haproxy' })).toEqual([]);
});
