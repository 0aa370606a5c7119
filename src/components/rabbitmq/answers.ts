import type { Answer } from '../../model/health/gate.ts';
import { isFields, jsonOf, objectList, textOf, textsOf, type Fields } from '../json.ts';

interface BrokerNode {
  /** Node name without `rabbit@`. */
  readonly name: string;
  readonly running: boolean;
  readonly partitions: readonly string[];
  readonly memoryAlarm: boolean;
  readonly diskAlarm: boolean;
}

/**
 * Reads `GET /api/nodes`. A node that is down has only a name and `running: false`. Returns undefined if the answer is not
 * a list.
 */
export function brokerNodes(answer: Answer | undefined): readonly BrokerNode[] | undefined {
  return objectList(jsonOf(answer, 200))?.map((node) => ({
    name: shortNode(textOf(node, 'name')),
    running: node.running === true,
    partitions: textsOf(node, 'partitions').map(shortNode),
    memoryAlarm: node.mem_alarm === true,
    diskAlarm: node.disk_free_alarm === true,
  }));
}

/**
 * Reads `GET /api/queues`: the number of queues with a mirror that is not in sync. Quorum queues and queues without
 * mirrors have no lists of mirrors, or empty ones. Returns undefined if the answer is not a list.
 */
export function unsynchronizedQueues(answer: Answer | undefined): number | undefined {
  const queues = objectList(jsonOf(answer, 200));
  return queues?.filter((queue) => !mirrorsInSync(queue)).length;
}

function mirrorsInSync(queue: Fields): boolean {
  const inSync = new Set(textsOf(queue, 'synchronised_slave_nodes'));
  return textsOf(queue, 'slave_nodes').every((node) => inSync.has(node));
}

/**
 * Reads a check, `GET /api/health/checks/…`: true for 503 `{"status":"failed","reason":…}`, false for 200
 * `{"status":"ok"}`. Returns undefined for any other answer (the oldest releases of RabbitMQ have no checks).
 */
export function checkFails(answer: Answer | undefined): boolean | undefined {
  const body = jsonOf(answer, 200, 503);
  if (!isFields(body)) return undefined;
  const status = textOf(body, 'status');
  return status === 'ok' ? false : status === 'failed' ? true : undefined;
}

/**
 * Reads `GET /api/health/checks/alarms`: the alarms of the whole cluster, such as `memory on rabbit1`. Returns
 * undefined if the answer has no status.
 */
export function alarmsInEffect(answer: Answer | undefined): readonly string[] | undefined {
  if (checkFails(answer) === undefined) return undefined;
  const body = jsonOf(answer, 200, 503);
  const alarms = isFields(body) ? (objectList(body.alarms) ?? []) : [];
  const words = alarms.map((alarm) => `${textOf(alarm, 'resource')} on ${shortNode(textOf(alarm, 'node'))}`);
  return checkFails(answer) && words.length === 0 ? ['an alarm that RabbitMQ does not name'] : words;
}

/** Reads `GET /api/whoami`: the user's tags, separated by commas up to 3.8. Returns undefined if the answer has none. */
export function brokerUserTags(answer: Answer | undefined): readonly string[] | undefined {
  const body = jsonOf(answer, 200);
  if (!isFields(body) || !('tags' in body)) return undefined;
  return typeof body.tags === 'string' ? body.tags.split(',').filter(Boolean) : textsOf(body, 'tags');
}

/** `rabbit@rabbit1` → `rabbit1` */
export function shortNode(name: string): string {
  return name.replace(/^rabbit@/, '');
}
