// Names of programs: cspell:ignore promtool
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { deployed, type Operator } from './operator.ts';

jest.setTimeout(300_000);

/** Time for programs to start and for alerts to fire. They need seconds; a busy machine needs more. */
const DEADLINE_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'quorate-metrics-'));
const collected = join(folder, 'collected');
const rules = join(folder, 'rules.yaml');
const programs: ChildProcess[] = [];
let ada: Operator;
let metrics = '';

beforeAll(async () => {
  ada = await deployed();
  const { files } = ada.hosts.world.host('lb1');
  const file = files.get('/etc/haproxy/haproxy.cfg');
  if (file) files.set('/etc/haproxy/haproxy.cfg', { ...file, content: '# by hand\n', sha256: 'edited' });
  ada.hosts.world.powerOff('rabbit3');
  await ada.clock.sleep(120_000);
  const { code, stdout } = await ada.quorate('status', ['--output', 'prometheus']);
  expect(code).toBe(3);
  metrics = stdout;
  mkdirSync(collected);
  const page = readFileSync(new URL('../../../docs/monitoring.md', import.meta.url), 'utf8');
  writeFileSync(rules, /```yaml\n(groups:[^]*?)```/.exec(page)?.[1] ?? '');
});
afterAll(async () => {
  await Promise.all(programs.map(ended));
  rmSync(folder, { recursive: true });
  ada.leave();
});

test('promtool accepts the metrics and the alert rules of the documentation', () => {
  expect(spawnSync('promtool', ['check', 'metrics'], { input: metrics, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
  const checked = spawnSync('promtool', ['check', 'rules', rules], { encoding: 'utf8' });
  expect([checked.status, checked.stdout]).toEqual([0, expect.stringContaining('SUCCESS')]);
});

test('Prometheus scrapes the metrics through node_exporter, and fires four alerts of the documentation', async () => {
  // The status of a simulated cluster has a time in the future, so that it cannot be old.
  const old = metrics.replace(/^(quorate_status_timestamp_seconds\S*) \S+$/m, '$1 1');
  writeFileSync(join(collected, 'quorate.prom'), old);
  const [exporter, prometheus] = [await freePort(), await freePort()];
  // A test cannot wait for ten minutes.
  writeFileSync(rules, readFileSync(rules, 'utf8').replaceAll(/for: \d+[mh]/g, 'for: 1s'));
  writeFileSync(join(folder, 'prometheus.yaml'), configuration(exporter));
  start('prometheus-node-exporter', [
    ...['--collector.disable-defaults', '--collector.textfile'],
    ...[`--collector.textfile.directory=${collected}`, `--web.listen-address=127.0.0.1:${exporter}`],
  ]);
  start('prometheus', [
    ...[`--config.file=${join(folder, 'prometheus.yaml')}`, `--storage.tsdb.path=${join(folder, 'data')}`],
    `--web.listen-address=127.0.0.1:${prometheus}`,
  ]);
  const wanted = ['QuorateHostUnhealthy', 'QuorateQuorumAtRisk', 'QuorateStatusOld', 'QuorateDrift'];
  const firing = await waitForAlerts(prometheus, wanted);
  expect(firing).toEqual(
    expect.arrayContaining([
      'rabbit3 (broker) of demo is not healthy',
      'broker of demo loses its quorum with the next member',
      'no status of demo for 30 minutes',
      'lb1 of demo differs from the inventory',
    ]),
  );
  expect(firing.filter((summary) => summary.includes('database'))).toEqual([]);
  expect(firing.filter((summary) => summary.includes('differs'))).toHaveLength(1);
});

const configuration = (exporter: number) => `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [${rules}]
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ['127.0.0.1:${exporter}'] }]
`;

function start(program: string, words: readonly string[]): void {
  programs.push(spawn(program, words, { stdio: 'ignore' }));
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || !child.kill()) return resolve();
    child.on('exit', () => resolve());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

interface Alert {
  readonly state: string;
  readonly labels: { readonly alertname: string };
  readonly annotations: { readonly summary: string };
}

/** Waits until these alerts fire. @returns the summaries of all alerts that fire. @throws Error after the deadline */
async function waitForAlerts(port: number, names: readonly string[]): Promise<readonly string[]> {
  const until = Date.now() + DEADLINE_MS;
  for (let seen = ''; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/alerts`, {
      signal: AbortSignal.timeout(10_000),
    })
      .then((response) => response.json() as Promise<{ data: { alerts: readonly Alert[] } }>)
      .catch(() => undefined);
    const firing = answer?.data.alerts.filter(({ state }) => state === 'firing') ?? [];
    if (names.every((name) => firing.some(({ labels }) => labels.alertname === name)))
      return firing.map(({ annotations }) => annotations.summary);
    seen = JSON.stringify(answer);
    if (Date.now() + 1000 > until) throw new Error(`alerts after the deadline: ${seen}`);
  }
  throw new Error('the alerts did not fire');
}
