import type { MemberAnswers } from '../../model/health/gate.ts';
import type { BrokerView, NoView } from '../../model/health/membership.ts';
import { noView } from '../unusable-answer.ts';
import { alarmsInEffect, brokerNodes, checkFails, unsynchronizedQueues } from './answers.ts';

/**
 * Combines the answers of a node's management interface. Without its list of nodes there is no view. Alarms come from
 * the list of nodes if the check of the alarms is missing; other missing parts are absent.
 */
export function brokerView({
  nodes,
  queues,
  alarms,
  quorumCritical,
  mirrorCritical,
}: MemberAnswers): BrokerView | NoView {
  const seen = brokerNodes(nodes);
  if (!seen) return noView(nodes);
  const unsynchronized = unsynchronizedQueues(queues);
  const critical = either(checkFails(quorumCritical), checkFails(mirrorCritical));
  return {
    kind: 'broker',
    members: seen.map((node) => node.name),
    running: seen.filter((node) => node.running).map((node) => node.name),
    partitions: [...new Set(seen.flatMap((node) => node.partitions))],
    alarms: alarmsInEffect(alarms) ?? seen.flatMap(nodeAlarms),
    ...(unsynchronized === undefined ? {} : { unsynchronized }),
    ...(critical === undefined ? {} : { critical }),
  };
}

function nodeAlarms(node: NonNullable<ReturnType<typeof brokerNodes>>[number]): readonly string[] {
  const { name, memoryAlarm, diskAlarm } = node;
  return [...(memoryAlarm ? [`memory on ${name}`] : []), ...(diskAlarm ? [`disk on ${name}`] : [])];
}

/** True if one check fails, false if both pass, otherwise undefined. */
function either(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one || other) return true;
  return one === false && other === false ? false : undefined;
}
