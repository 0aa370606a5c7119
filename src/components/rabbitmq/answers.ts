import type { Answer } from '../../model/health/gate.ts';
import { isFields, jsonOf, objectList, textOf, textsOf, type Fields } from '../json.ts';

interface BrokerNode {
  /** Without `rabbit@`. */
  readonly name: string;
  readonly running: boolean;
  readonly partitions: readonly string[];
  readonly memoryAlarm: boolean;
  readonly diskAlarm: boolean;
}

/** `GET /api/nodes`. Of a node that is down only its name and `running: false` are told. undefined: it did not say. */
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
 * `GET /api/queues`: queues with a mirror that is not synchronised. Quorum queues and queues that are not mirrored
 * have no such lists, or empty ones. undefined: it did not say.
 */
export function unsynchronizedQueues(answer: Answer | undefined): number | undefined {
  const queues = objectList(jsonOf(answer, 200));
  return queues?.filter((queue) => !mirrorsInSync(queue)).length;
}

function mirrorsInSync(queue: Fields): boolean {
  const synchronised = new Set(textsOf(queue, 'synchronised_slave_nodes'));
  return textsOf(queue, 'slave_nodes').every((node) => synchronised.has(node));
}

/**
 * `GET /api/health/checks/…`: 200 `{"status":"ok"}`, 503 `{"status":"failed","reason":…}`.
 * undefined: it did not say (the oldest releases have no such checks).
 */
export function checkFails(answer: Answer | undefined): boolean | undefined {
  const said = jsonOf(answer, 200, 503);
  if (!isFields(said)) return undefined;
  const status = textOf(said, 'status');
  return status === 'ok' ? false : status === 'failed' ? true : undefined;
}

/** `GET /api/health/checks/alarms`: `memory on rabbit1`, for the whole cluster. undefined: it did not say. */
export function alarmsInEffect(answer: Answer | undefined): readonly string[] | undefined {
  if (checkFails(answer) === undefined) return undefined;
  const said = jsonOf(answer, 200, 503);
  const alarms = isFields(said) ? (objectList(said.alarms) ?? []) : [];
  const words = alarms.map((alarm) => `${textOf(alarm, 'resource')} on ${shortNode(textOf(alarm, 'node'))}`);
  return checkFails(answer) && words.length === 0 ? ['an alarm it does not name'] : words;
}

/** `GET /api/whoami`: the tags of the user that asked; a text with commas up to 3.8. undefined: it did not say. */
export function brokerUserTags(answer: Answer | undefined): readonly string[] | undefined {
  const said = jsonOf(answer, 200);
  if (!isFields(said) || !('tags' in said)) return undefined;
  return typeof said.tags === 'string' ? said.tags.split(',').filter(Boolean) : textsOf(said, 'tags');
}

/** `rabbit@rabbit1` → `rabbit1` */
export function shortNode(name: string): string {
  return name.replace(/^rabbit@/, '');
}
