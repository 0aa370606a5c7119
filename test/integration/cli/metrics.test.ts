import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { ConnectError } from '../../../src/errors/errors.ts';
import { parse } from 'yaml';
import { NOW } from '../../unit/certificates/authority.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { goodRun } from '../../unit/report/stream.ts';
import { operatorDirectory } from './operator-directory.ts';

let directory: string;
beforeAll(async () => void (directory = await operatorDirectory()));
afterAll(() => rmSync(directory, { recursive: true }));

const unreachable = async () => ({
  connect: ({ name }: { readonly name: string }) =>
    Promise.reject(new ConnectError([{ where: name, what: 'cannot connect' }])),
  close: async () => undefined,
});

test('status prints metrics of unreachable hosts and of the last run, and exits with 3', async () => {
  const run = join(directory, '.quorate', 'demo', 'runs', '20261122T085201Z-deploy');
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'events.ndjson'), goodRun.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const clock = { now: () => NOW, sleep: async () => undefined };
  const fake = fakeEdges({ transport: unreachable, clock });
  const inventory = join(directory, 'inventory.yaml');
  expect(await main(['status', inventory, '--output', 'prometheus'], fake.edges)).toBe(3);
  expect(fake.stdout()).toContain('quorate_host_healthy{cluster="demo",host="db1",role="database"} 0\n');
  expect(fake.stdout()).toContain('quorate_service_quorum_margin{cluster="demo",service="database"} -2\n');
  expect(fake.stdout()).toContain('quorate_last_run_success{cluster="demo",command="deploy"} 1\n');
  expect(fake.stderr()).toMatch(/^db1, .*cannot\s+connect/s);
});

test('the documentation lists every metric, and its alert rules use only these metrics', () => {
  const names = (text: string) => new Set(text.match(/quorate_[a-z_]+/g));
  const source = readFileSync(new URL('../../../src/report/tables/prometheus.ts', import.meta.url), 'utf8');
  const metrics = new Set([...source.matchAll(/name: '([a-z_]+)'/g)].map(([, name]) => `quorate_${name}`));
  const page = readFileSync(new URL('../../../docs/monitoring.md', import.meta.url), 'utf8');
  expect(names(page)).toEqual(metrics);
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  const { groups } = parse(yaml) as { groups: { rules: { alert: string; expr: string }[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThanOrEqual(3);
  for (const { expr } of rules) expect([...metrics].some((metric) => expr.includes(metric))).toBe(true);
});
