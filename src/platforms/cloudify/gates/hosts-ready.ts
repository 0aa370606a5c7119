import { hostsReadyGate } from '../../../gates/hosts/hosts-ready.ts';
import { hostChecks } from '../checks/host-checks.ts';

/** The product's installer itself refuses distributions that it does not support. */
export const hostsReady = hostsReadyGate({
  hostChecks,
  isListed: (os, role) => role === 'load_balancer' || /^(centos|rhel|redhat) [78](\.|$)/.test(os),
  list: "the product's list",
});
