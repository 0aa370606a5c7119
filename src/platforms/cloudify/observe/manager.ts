import type { Answer } from '../../../model/health/gate.ts';
import { canonicalAddress } from '../../../model/address.ts';
import { isFields, jsonOf, objectList, textOf, type Fields } from '../../../components/json.ts';
import { shortNode } from '../../../components/rabbitmq/answers.ts';

/** Reads `GET /api/v3.1/status` without credentials: 401 proves only that nginx and the REST service answer. */
export function statusAnswers(answer: Answer | undefined): boolean {
  return answer?.kind === 'response' && answer.status === 401;
}

/** Reads `GET /api/v3.1/ok` (from 6.0): true for 200, false for 500, undefined otherwise. */
export function reportsOk(answer: Answer | undefined): boolean | undefined {
  if (answer?.kind !== 'response') return undefined;
  if (answer.status === 200) return true;
  return answer.status === 500 ? false : undefined;
}

/** Reads `GET /api/v3.1/managers`: the registered host names. Returns undefined if the answer has no list. */
export function registeredManagers(answer: Answer | undefined): readonly string[] | undefined {
  return itemsOf(answer)?.map((item) => textOf(item, 'hostname') || textOf(item, 'name'));
}

/** Reads `GET /api/v3.1/brokers`: the registered node names without `rabbit@`. Returns undefined if there is no list. */
export function registeredBrokers(answer: Answer | undefined): readonly string[] | undefined {
  return itemsOf(answer)?.map(brokerName);
}

/**
 * Reads `GET /api/v3.1/brokers`: the address with which this node is registered. This is its network `default`, and
 * without that network its field `host`, which is a name if the product is configured to use names (cloudify-manager, configure_manager.py, 257).
 * Returns undefined if the node is not registered.
 */
export function registeredBrokerAddress(answer: Answer | undefined, node: string): string | undefined {
  const found = itemsOf(answer)?.find((item) => brokerName(item) === node);
  if (!found) return undefined;
  const { networks } = found;
  return canonicalAddress((isFields(networks) && textOf(networks, 'default')) || textOf(found, 'host'));
}

function brokerName(item: Fields): string {
  return shortNode(textOf(item, 'name') || textOf(item, 'host'));
}

/**
 * Reads `GET /api/v3.1/db-nodes` (from 5.0.5): the addresses of the registered databases, also of an external one
 * (restservice/db.py, 142). Returns undefined if the answer has no list.
 */
export function registeredDatabases(answer: Answer | undefined): readonly string[] | undefined {
  return itemsOf(answer)?.map((item) => canonicalAddress(textOf(item, 'host') || textOf(item, 'name')));
}

function itemsOf(answer: Answer | undefined): ReturnType<typeof objectList> {
  const body = jsonOf(answer, 200);
  return isFields(body) ? objectList(body.items) : undefined;
}
