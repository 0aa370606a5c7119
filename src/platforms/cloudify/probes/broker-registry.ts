import type { BrokerRegistry } from '../../../gates/gate-platform.ts';
import { registry } from './probes.ts';
import { registered } from './registered-members.ts';

/** The brokers that each manager has registered. */
export const brokerRegistry: BrokerRegistry = {
  probe: (manager, input) => registry('brokers', manager, input),
  judge: (manager, answer, expected) => {
    const hints = {
      foreign: (node: string) => `on ${manager}: cfy cluster brokers remove ${node}`,
      missing: `on ${manager}: cfy cluster brokers add NAME ADDRESS`,
    };
    return registered(manager, 'brokers', { answer, expected, hints });
  },
};
