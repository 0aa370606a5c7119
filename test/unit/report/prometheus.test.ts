import { expect, test } from '@jest/globals';
import { prometheusText } from '../../../src/report/tables/prometheus.ts';
import type { Status } from '../../../src/report/tables/status.ts';

const STATUS: Status = {
  cluster: 'de"mo\\1\n',
  hosts: [
    {
      ...{ host: 'db1', role: 'database', state: 'ok', part: 'leader', detail: 'running' },
      certificateDays: 30,
    },
    {
      ...{ host: 'db2', role: 'database', state: 'not-ok', part: 'sync replica', detail: '' },
      lag: 1024,
      certificateDays: -1,
    },
    { host: 'db3', role: 'database', state: 'no-answer', part: '', detail: 'refused' },
    { host: 'manager1', role: 'manager', state: 'ok', part: 'answering', detail: '' },
  ],
  gates: [
    { gate: 'etcd-quorum', state: 'ready', notOk: [] },
    { gate: 'manager-status', state: 'waiting', notOk: ['manager1: no answer'] },
  ],
};
const SERVICES = [
  {
    service: 'database',
    votes: { kind: 'votes', of: 'etcd', able: 'healthy', members: 3, available: 2, quorum: 2 },
  },
  {
    service: 'manager',
    votes: { kind: 'votes', of: 'manager', able: 'answering', members: 2, available: 1 },
  },
] as const;
const TEXT = prometheusText({
  status: STATUS,
  services: SERVICES as unknown as Parameters<typeof prometheusText>[0]['services'],
  lastRun: { at: 1_700_000_000_000, command: 'add-broker rabbit4', outcome: 'failed', ms: 61_500 },
  now: 1_800_000_000_000,
});

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\\\\\|\\\\"|\\\\n)*)"';

/** Parses the text format strictly: HELP, TYPE, then the samples of one metric, each with unique labels. */
function parse(text: string): readonly Sample[] {
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const [index, block] of text.split(/(?=^# HELP )/m).entries()) {
    const [help = '', type = '', ...lines] = block.replace(/\n$/, '').split('\n');
    const [, name = ''] = new RegExp(`^# HELP (${NAME}) \\S.*$`).exec(help) ?? [];
    expect([index, type]).toEqual([index, `# TYPE ${name} gauge`]);
    expect(seen.has(name)).toBe(false);
    seen.add(name);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) samples.push(parseSample(line, name));
  }
  expect(new Set(samples.map((sample) => JSON.stringify([sample.name, sample.labels]))).size).toBe(
    samples.length,
  );
  return samples;
}

function parseSample(line: string, metric: string): Sample {
  const [, name = '', labels = '', value = ''] =
    new RegExp(`^(${NAME})\\{((?:${LABEL},?)*)\\} (-?\\d+(?:\\.\\d+)?)$`)
      .exec(line)
      ?.filter((_, index) => index < 3 || index > 4) ?? [];
  expect([line, name]).toEqual([line, metric]);
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(([, key = '', text = '']) => [
    key,
    text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character)),
  ]);
  return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
}

const samples = parse(TEXT);
const valueOf = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  samples.find(
    (sample) =>
      sample.name === `quorate_${name}` &&
      Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
  )?.value;

test('every sample has the escaped name of the cluster', () => {
  expect(new Set(samples.map(({ labels }) => labels['cluster']))).toEqual(new Set([STATUS.cluster]));
});

test.each([
  ['host_healthy', { host: 'db1', role: 'database' }, 1],
  ['host_healthy', { host: 'db3' }, 0],
  ['database_role', { host: 'db2', role: 'sync replica' }, 1],
  ['database_role', { host: 'db3' }, undefined],
  ['database_lag_bytes', { host: 'db2' }, 1024],
  ['certificate_days_left', { host: 'db2' }, -1],
  ['gate_ready', { gate: 'manager-status' }, 0],
  ['service_members', { service: 'database' }, 3],
  ['service_healthy_members', { service: 'database' }, 2],
  ['service_quorum_margin', { service: 'database' }, 0],
  ['service_quorum_margin', { service: 'manager' }, 0],
  ['last_run_success', { command: 'add-broker rabbit4' }, 0],
  ['last_run_timestamp_seconds', {}, 1_700_000_000],
  ['last_run_duration_seconds', {}, 61.5],
  ['status_timestamp_seconds', {}, 1_800_000_000],
] as const)('quorate_%s %j is %s', (name, labels, value) => {
  expect(valueOf(name, labels)).toBe(value);
});
