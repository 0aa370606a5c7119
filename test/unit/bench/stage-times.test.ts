import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readTimes, recordTimes, stagesText } from '../../stage-times.ts';

test('lists the stages with the times of their last runs, also of runs of other stages', () => {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-times-'));
  const file = join(directory, 'reports', 'times.json');
  expect(readTimes(file)).toEqual({});
  recordTimes({ types: 10.4, lint: 20 }, file);
  recordTimes({ lint: 30 }, file);
  expect(stagesText(['types', 'lint', 'rules'], readTimes(file))).toBe(
    '  types: 10 s\n  lint: 30 s\n  rules\n  together: 40 s',
  );
  rmSync(directory, { recursive: true });
});
