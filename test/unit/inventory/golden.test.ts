import { describe, expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import { readInventory } from '../../../src/inventory/read.ts';
import { renderProblem } from '../../../src/report/problems.ts';
import { caseNames, readCase, updateCase, type Case } from './cases.ts';
import { adviceText } from '../../support/advised.ts';

describe('the report on an inventory', () => {
  // UPDATE_GOLDEN=1 rewrites the expected reports.
  test.each(caseNames)('%s', (name) => {
    const report = reportOn(readCase(name));
    if (process.env['UPDATE_GOLDEN']) updateCase(name, report);
    expect(report).toBe(readCase(name).expected);
  });

  test('accepts exactly the inventories in golden/accepted', () => {
    const accepted = caseNames.filter((name) => readCase(name).expected.startsWith('accepted'));
    expect(accepted).toEqual(caseNames.filter((name) => name.startsWith('accepted/')));
  });

  test('never shows a password', () => {
    const all = caseNames.map((name) => readCase(name).expected).join('');
    expect(all).not.toContain('hunter2');
    expect(all).not.toContain('0123456');
  });
});

function reportOn({ inventory: text, env, included }: Case): string {
  const { inventory, problems } = readInventory(text, {
    path: 'inventory.yaml',
    directory: '/inventories',
    home: '/home/operator',
    env,
    ...(included !== undefined && { included: { path: 'shared.yaml', text: included } }),
  });
  if (inventory) return ['accepted', ...inventory.cluster.warnings, ''].join('\n');
  return `${problems.map(render).join('\n\n')}\n`;
}

function render({ why, next, ...fault }: Problem): string {
  return [
    `${fault.where}: ${fault.what}`,
    ...renderProblem({ ...fault, where: '', what: '' }).slice(1),
    ...(why === undefined ? [] : [`  why:  ${why}`]),
    ...(next === undefined ? [] : [`  next: ${adviceText(next)}`]),
  ].join('\n');
}
