import { describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { hostNamed } from '../../../src/model/cluster.ts';
import { planText } from '../../../src/report/plan/plan-text.ts';
import {
  addOf,
  fourteen,
  reinitOf,
  removeOf,
  replaceOf,
  restartOf,
  switchoverOf,
  without,
} from '../../support/day-2.ts';

const broker = { name: 'rabbit4', role: 'broker' } as const;
const manager = { name: 'manager4', role: 'manager' } as const;
const database = { name: 'db4', role: 'database' } as const;
const balancer = { name: 'lb2', role: 'load_balancer' } as const;
const db2 = { name: 'db2', role: 'database' } as const;
const rabbit2 = { name: 'rabbit2', role: 'broker' } as const;

const former = { ...hostNamed(fourteen, 'db2'), address: '198.51.100.99', privateIp: '198.51.100.99' };
const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

const PLANS: Readonly<Record<string, () => Plan>> = {
  'add-broker': () => addOf({ ...fourteen, nameResolution: 'hosts-file' }, broker),
  'remove-broker': () => removeOf(fourteen, broker),
  'remove-broker-lost': () => removeOf(fourteen, broker, true),
  'add-manager': () => addOf(fourteen, manager),
  'remove-manager': () => removeOf(fourteen, manager),
  'remove-manager-lost': () => removeOf(fourteen, manager, true),
  'add-database': () => addOf(fourteen, database),
  'remove-database': () => removeOf(fourteen, database),
  'remove-database-lost': () => removeOf(fourteen, database, true),
  'add-load-balancer': () => addOf(fourteen, balancer),
  'remove-load-balancer': () => removeOf(fourteen, balancer),
  switchover: () => switchoverOf(ten),
  'switchover-to': () => switchoverOf(ten, 'db2'),
  'reinit-database': () => reinitOf(ten, 'db2'),
  restart: () => restartOf(ten, 'all', 'r'),
  'replace-broker': () => replaceOf(ten, rabbit2, [hostNamed(ten, 'rabbit2')]),
  'replace-database-moved': () => replaceOf(ten, db2, [former]),
};

describe('the plan of every day-2 command, as printed', () => {
  test.each(Object.keys(PLANS))('%s', (name) => {
    const text = planText(PLANS[name]!());
    const file = new URL(`golden/day-2/${name}.txt`, import.meta.url);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(file, `${text}\n`);
    expect(`${text}\n`).toBe(readFileSync(file, 'utf8'));
  });
});
