import type { EpochMs } from '../../model/duration.ts';
import { SECOND } from '../../model/duration.ts';
import type { Recovery } from '../../model/health/recovery.ts';
import type { HostName } from '../../model/names.ts';
import { visible } from '../visible.ts';
import { marginOf } from './margins.ts';
import type { RunRow } from './runs-table.ts';
import type { Status } from './status.ts';

interface MetricsInput {
  readonly status: Status;
  readonly services: readonly Pick<Recovery, 'service' | 'votes'>[];
  /** The number of differences from the inventory, by host that was compared. */
  readonly differences?: Readonly<Record<HostName, number>> | undefined;
  /** The newest run that this machine recorded. */
  readonly lastRun?: Pick<RunRow, 'at' | 'command' | 'outcome' | 'ms'> | undefined;
  readonly now: EpochMs;
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Renders the status in the text format of Prometheus, for the textfile collector of node_exporter. Pure. */
export function prometheusText(input: MetricsInput): string {
  const metrics = [
    ...hostMetrics(input.status),
    ...serviceMetrics(input),
    ...driftMetrics(input),
    ...runMetrics(input),
    {
      name: 'status_timestamp_seconds',
      help: 'Time of this status',
      samples: [{ labels: {}, value: input.now / SECOND }],
    },
  ];
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map((metric) => metricText(metric, input.status.cluster))
    .join('\n');
}

function hostMetrics({ hosts, gates }: Status): readonly Metric[] {
  return [
    {
      name: 'host_healthy',
      help: '1 if the host reports that it is healthy',
      samples: hosts.map(({ host, role, state }) => ({ labels: { host, role }, value: +(state === 'ok') })),
    },
    {
      name: 'database_role',
      help: '1 for the present role of each database',
      samples: hosts
        .filter(({ role, state, part }) => role === 'database' && state !== 'no-answer' && part !== '')
        .map(({ host, part }) => ({ labels: { host, role: part }, value: 1 })),
    },
    {
      name: 'database_lag_bytes',
      help: 'Bytes behind the leader',
      samples: hosts.flatMap(({ host, lag }) =>
        lag === undefined ? [] : [{ labels: { host }, value: lag }],
      ),
    },
    {
      name: 'certificate_days_left',
      help: 'Whole days for which the served certificate is valid',
      samples: hosts.flatMap(({ host, certificateDays: days }) =>
        days === undefined ? [] : [{ labels: { host }, value: days }],
      ),
    },
    {
      name: 'gate_ready',
      help: '1 if the gate is ready',
      samples: gates.map(({ gate, state }) => ({ labels: { gate }, value: +(state === 'ready') })),
    },
  ];
}

/** Counts of members. */
function serviceMetrics({ services }: MetricsInput): readonly Metric[] {
  const of = (value: (votes: Recovery['votes']) => number) =>
    services.map(({ service, votes }) => ({ labels: { service }, value: value(votes) }));
  return [
    { name: 'service_members', help: 'Members of the service', samples: of(({ members }) => members) },
    {
      name: 'service_healthy_members',
      help: 'Members that are able to vote or to serve',
      samples: of(({ available }) => available),
    },
    {
      name: 'service_quorum_margin',
      help: 'Members that the service can lose now; negative without a quorum',
      samples: of(marginOf),
    },
  ];
}

function driftMetrics({ differences = {} }: MetricsInput): readonly Metric[] {
  const samples = Object.entries(differences).map(([host, value]) => ({ labels: { host }, value }));
  return [{ name: 'host_drift', help: 'Differences of the host from the inventory', samples }];
}

function runMetrics({ lastRun }: MetricsInput): readonly Metric[] {
  if (!lastRun) return [];
  const sample = (value: number) => [{ labels: { command: lastRun.command }, value }];
  return [
    {
      name: 'last_run_timestamp_seconds',
      help: 'Start of the last run that this machine recorded',
      samples: sample(lastRun.at / SECOND),
    },
    {
      name: 'last_run_success',
      help: '1 if the last run succeeded',
      samples: sample(+(lastRun.outcome === 'done')),
    },
    {
      name: 'last_run_duration_seconds',
      help: 'Duration of the last run, if it has ended',
      samples: lastRun.ms === undefined ? [] : sample(lastRun.ms / SECOND),
    },
  ];
}

function metricText({ name, help, samples }: Metric, cluster: string): string {
  const full = `quorate_${name}`;
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries({ cluster, ...labels }).map(([key, text]) => `${key}="${labelText(text)}"`);
    return `${full}{${pairs.join(',')}} ${value}`;
  });
  return [`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, ...lines].join('\n');
}

function labelText(text: string): string {
  return visible(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
