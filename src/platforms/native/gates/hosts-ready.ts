import { hostsReadyGate } from '../../../gates/hosts/hosts-ready.ts';
import { hostChecks } from '../checks/host-checks.ts';

export const hostsReady = hostsReadyGate({
  hostChecks,
  isListed: (os) => /^debian 1[23](\.|$)/.test(os),
  list: 'the list of tested systems',
});
