import { exec } from '../containers.ts';
import type { LabHost } from '../hosts.ts';
import { type Finding, finding, same } from './finding.ts';

interface ClusterStatus {
  readonly running_nodes: readonly string[];
  readonly disk_nodes: readonly string[];
  readonly partitions: Readonly<Record<string, unknown>>;
  readonly alarms: readonly unknown[];
}

// A host without a cookie has no broker, and rabbitmqctl would create a cookie.
const script =
  'test -e /var/lib/rabbitmq/.erlang.cookie && exec rabbitmqctl --quiet cluster_status --formatter json';

/** Checks RabbitMQ in the view of each node: all members are running, no partition, no alarm. */
export async function checkBrokers(brokers: readonly LabHost[]): Promise<readonly Finding[]> {
  const outputs = await Promise.all(
    brokers.map(({ name }) => exec(name, ['sh', '-c', script], { timeoutMs: 60_000 })),
  );
  return judgeBrokers(
    brokers,
    outputs.map(({ code, stdout, stderr }) => (code === 0 ? stdout : stderr.trim() || 'no broker here')),
  );
}

export function judgeBrokers(
  brokers: readonly Pick<LabHost, 'name'>[],
  outputs: readonly string[],
): readonly Finding[] {
  const expected = brokers.map(({ name }) => `rabbit@${name}`);
  const views = outputs.map(parseStatus);
  const isComplete = (view: ClusterStatus | undefined) =>
    view !== undefined && same(view.running_nodes, expected) && same(view.disk_nodes, expected);
  const isQuiet = (view: ClusterStatus | undefined) =>
    view !== undefined && Object.keys(view.partitions).length === 0 && view.alarms.length === 0;
  const each = (describe: (view: ClusterStatus) => string) =>
    brokers
      .map(
        ({ name }, i) =>
          `${name}: ${views[i] ? describe(views[i]) : (outputs[i] ?? '').replace(/\s+/g, ' ').slice(0, 200)}`,
      )
      .join('; ');
  return [
    finding(
      `RabbitMQ has ${brokers.length} running nodes in one cluster`,
      views.every(isComplete),
      each((view) => `running ${view.running_nodes.join(' ')}`),
    ),
    finding(
      'no broker sees a partition or an alarm',
      views.every(isQuiet),
      each((view) => `partitions ${JSON.stringify(view.partitions)}, alarms ${view.alarms.length}`),
    ),
  ];
}

function parseStatus(text: string): ClusterStatus | undefined {
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  try {
    const status = JSON.parse(text.slice(start)) as Partial<ClusterStatus>;
    const { running_nodes = [], disk_nodes = [], partitions = {}, alarms = [] } = status;
    return { running_nodes, disk_nodes, partitions, alarms };
  } catch {
    return undefined;
  }
}
