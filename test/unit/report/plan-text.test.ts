import { describe, expect, test } from '@jest/globals';
import { planText } from '../../../src/report/plan/plan-text.ts';
import { expectGolden } from './golden.ts';
import { check, files, install, plan, record, upload } from './sample-plan.ts';

describe('the plan as text', () => {
  test('lists phases, order, hosts, steps and gates, and describes decisions at run time', () => {
    expectGolden('plan.txt', `${planText(plan)}\n`);
  });

  test('marks each step with its forecast', () => {
    const forecasts = {
      [files.id]: { mark: 'change', note: 'to write: /etc/hosts' },
      [upload.id]: { mark: 'up-to-date' },
      [record.id]: { mark: 'change', note: 'record the content that the product wrote' },
      [install.id]: { mark: 'requires', note: 'settings changed: postgres.password; requires reconfigure' },
      [check.id]: { mark: 'decided-at-run-time' },
    } as const;
    expectGolden('plan.compared.txt', `${planText(plan, forecasts)}\n`);
  });

  test('shows no secret', () => {
    expect(planText(plan)).not.toContain('hunter2');
  });
});
