import { expect, test } from '@jest/globals';
import { existingDataProblem, mayHaveExistingData } from '../../../src/membership/admission/existing-data.ts';
import { allUnreachable, notInstalled } from './build.ts';

const managers = allUnreachable('manager', ['manager1', 'manager2']);
const [first, second] = [
  notInstalled('manager', 'bootstrap', 'manager1'),
  notInstalled('manager', 'join', 'manager2'),
];

test('checks an external database if no manager is installed and no host carries their receipt', () => {
  expect(mayHaveExistingData(managers, [first, second])).toBe(true);
});

test('does not check it if a manager is installed, partly installed, or recorded in a receipt', () => {
  expect(mayHaveExistingData(managers, [second])).toBe(false);
  expect(mayHaveExistingData({ ...managers, bootstrapped: ['rabbit1'] }, [first, second])).toBe(false);
  expect(mayHaveExistingData(managers, [{ ...first, installStarted: true }, second])).toBe(false);
  expect(mayHaveExistingData({ ...managers, expected: [] }, [])).toBe(false);
});

test('names the database, its server and three ways to continue', () => {
  expect(
    existingDataProblem({
      at: 'pg:5432',
      database: 'cloudify_db',
      setting: 'databases.external.cloudify_database',
    }),
  ).toMatchObject({
    where: 'pg:5432',
    next: 'restore a manager from a backup; or drop cloudify_db if it is no longer needed; or set databases.external.cloudify_database to another name',
  });
});
