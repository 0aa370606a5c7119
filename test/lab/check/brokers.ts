import { exec } from '../containers.ts';
import type { LabHost } from '../hosts.ts';
import { type Finding, finding, same } from './finding.ts';

interface ClusterStatus {
  readonly running_nodes: readonly string[];
  readonly disk_nodes: readonly string[];
  readonly partitions: Readonly<Record<string, unknown>>;
  readonly alarms: readonly unknown[];
}

// Without a cookie there is no broker, and merely asking would make one.
const script =
  'test -e /var/lib/rabbitmq/.erlang.cookie && exec rabbitmqctl --quiet cluster_status --formatter json';

/** RabbitMQ in every node's own view: all members running, nobody parted, no alarm. */
export async function checkBrokers(brokers: readonly LabHost[]): Promise<readonly Finding[]> {
  const outputs = await Promise.all(
    brokers.map(({ name }) => exec(name, ['sh', '-c', script], { timeoutMs: 60_000 })),
  );
  return judgeBrokers(
    brokers,
    outputs.map(({ code, stdout, stderr }) => (code === 0 ? stdout : stderr.trim() || 'no broker here')),
  );
}

export function judgeBrokers(brokers: readonly LabHost[], told: readonly string[]): readonly Finding[] {
  const expected = brokers.map(({ name }) => `rabbit@${name}`);
  const views = told.map(parseStatus);
  const whole = (view: ClusterStatus | undefined) =>
    view !== undefined && same(view.running_nodes, expected) && same(view.disk_nodes, expected);
  const calm = (view: ClusterStatus | undefined) =>
    view !== undefined && Object.keys(view.partitions).length === 0 && view.alarms.length === 0;
  const each = (say: (view: ClusterStatus) => string) =>
    brokers
      .map(
        ({ name }, i) =>
          `${name}: ${views[i] ? say(views[i]) : (told[i] ?? '').replace(/\s+/g, ' ').slice(0, 200)}`,
      )
      .join('; ');
  return [
    finding(
      `RabbitMQ has ${brokers.length} running nodes in one cluster`,
      views.every(whole),
      each((view) => `running ${view.running_nodes.join(' ')}`),
    ),
    finding(
      'no broker sees a partition or an alarm',
      views.every(calm),
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
