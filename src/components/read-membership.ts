import type { Answers, MemberAnswers } from '../model/health/gate.ts';
import type { ManagerView, Membership, NoView, View } from '../model/health/membership.ts';
import type { Service } from '../model/names.ts';
import { databaseView } from './patroni/database-view.ts';
import { brokerView } from './rabbitmq/broker-view.ts';

interface MembershipAnswers extends Pick<Membership, 'service' | 'expected' | 'asOf' | 'bootstrapped'> {
  readonly answers: Answers;
}

/** Reads the answers of a manager to its probes. */
export type ReadManager = (answers: MemberAnswers) => ManagerView | NoView;

/**
 * Reads the answers to a membership's probes. Never throws: a part that a member does not return is absent.
 * @param readManager the platform's function for managers, because the manager is not one of the components
 */
export function readMembership(asked: MembershipAnswers, readManager: ReadManager): Membership {
  const { service, expected, answers, asOf, bootstrapped } = asked;
  const readers: Readonly<Record<Service, (answers: MemberAnswers) => View>> = {
    database: databaseView,
    broker: brokerView,
    manager: readManager,
  };
  const views = expected.map(({ host }) => [host, readers[service](answers[host] ?? {})] as const);
  return { service, asOf, expected, views: Object.fromEntries(views), bootstrapped };
}
