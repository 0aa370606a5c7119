import type { ReadManager } from '../../../components/read-membership.ts';
import { noView } from '../../../components/unusable-answer.ts';
import {
  registeredBrokers,
  registeredDatabases,
  registeredManagers,
  reportsOk,
  statusAnswers,
} from './manager.ts';

/** Combines the answers of a manager's REST service. A part that the manager does not return is absent. */
export const managerView: ReadManager = ({ status, ok, managers, brokers, databases }) => {
  if (!statusAnswers(status)) return noView(status);
  const healthy = reportsOk(ok);
  const registered = registeredManagers(managers);
  const registeredNodes = registeredBrokers(brokers);
  const addresses = registeredDatabases(databases);
  return {
    kind: 'manager',
    answering: true,
    ...(healthy === undefined ? {} : { ok: healthy }),
    ...(registered ? { managers: registered } : {}),
    ...(registeredNodes ? { brokers: registeredNodes } : {}),
    ...(addresses ? { databases: addresses } : {}),
  };
};
