import type { Answer } from '../../../model/health/gate.ts';
import { canonicalAddress } from '../../../model/address.ts';
import { isFields, jsonOf, objectList, textOf, type Fields } from '../../../components/json.ts';
import { shortNode } from '../../../components/rabbitmq/answers.ts';

/** `GET /api/v3.1/status` without credentials: 401 proves that nginx and the REST service answer, no more. */
export function statusAnswers(answer: Answer | undefined): boolean {
  return answer?.kind === 'response' && answer.status === 401;
}

/** `GET /api/v3.1/ok` (from 6.0): 200 or 500. undefined: it did not say. */
export function okSays(answer: Answer | undefined): boolean | undefined {
  if (answer?.kind !== 'response') return undefined;
  if (answer.status === 200) return true;
  return answer.status === 500 ? false : undefined;
}

/** `GET /api/v3.1/managers`: the host names registered. undefined: it did not say. */
export function registeredManagers(answer: Answer | undefined): readonly string[] | undefined {
  return itemsOf(answer)?.map((item) => textOf(item, 'hostname') || textOf(item, 'name'));
}

/** `GET /api/v3.1/brokers`: the node names registered, without `rabbit@`. undefined: it did not say. */
export function registeredBrokers(answer: Answer | undefined): readonly string[] | undefined {
  return itemsOf(answer)?.map(brokerName);
}

/**
 * `GET /api/v3.1/brokers`: the address that this node is registered with, which is its network `default`; `host` is a
 * name where the product was told to use names (cloudify-manager, configure_manager.py, 257). undefined: not registered.
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
 * `GET /api/v3.1/db-nodes` (from 5.0.5): the addresses of the databases registered; an external one by its own
 * (restservice/db.py, 142). undefined: it did not say.
 */
export function registeredDatabases(answer: Answer | undefined): readonly string[] | undefined {
  return itemsOf(answer)?.map((item) => canonicalAddress(textOf(item, 'host') || textOf(item, 'name')));
}

function itemsOf(answer: Answer | undefined): ReturnType<typeof objectList> {
  const said = jsonOf(answer, 200);
  return isFields(said) ? objectList(said.items) : undefined;
}
