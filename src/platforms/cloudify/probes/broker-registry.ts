import { shellOn, commandStep } from '../../../model/next-step.ts';
import type { Membership } from '../../../model/health/membership.ts';
import type { BrokerRegistry } from '../../../gates/gate-platform.ts';
import { registry } from './probes.ts';
import { registered } from './registered-members.ts';

/** The brokers that each manager has registered. */
export const brokerRegistry: BrokerRegistry = {
  probe: (manager, input) => registry('brokers', manager, input),
  judge: (manager, answer, expected) => {
    const hints = {
      foreign: (node: string) => shellOn(manager, `cfy cluster brokers remove ${node}`),
      missing: ({ host }: Membership['expected'][number]) =>
        commandStep('add-broker', { host, purpose: 'finish adding the broker' }),
    };
    return registered(manager, 'brokers', { answer, expected, hints });
  },
};
