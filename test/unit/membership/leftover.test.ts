import { expect, test } from '@jest/globals';
import { existingDataProblem, mayHaveExistingData } from '../../../src/membership/admission/existing-data.ts';
import { nobody, notInstalled } from './build.ts';

const managers = nobody('manager', ['manager1', 'manager2']);
const [first, second] = [
  notInstalled('manager', 'bootstrap', 'manager1'),
  notInstalled('manager', 'join', 'manager2'),
];

test('an external database is looked into where all managers are bare and nobody remembers them', () => {
  expect(mayHaveExistingData(managers, [first, second])).toBe(true);
});

test('a manager that is there, remembered or half installed made what is in it', () => {
  expect(mayHaveExistingData(managers, [second])).toBe(false);
  expect(mayHaveExistingData({ ...managers, bootstrapped: ['rabbit1'] }, [first, second])).toBe(false);
  expect(mayHaveExistingData(managers, [{ ...first, installStarted: true }, second])).toBe(false);
  expect(mayHaveExistingData({ ...managers, expected: [] }, [])).toBe(false);
});

test('what is there is named with its place, and three ways on', () => {
  expect(existingDataProblem({ at: 'pg:5432', database: 'cloudify_db' })).toMatchObject({
    where: 'pg:5432',
    next: 'restore a manager from a backup; or drop cloudify_db there, if nobody needs it; or set databases.external.cloudify_database',
  });
});
