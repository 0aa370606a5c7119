import type { Platform } from '../platform.ts';
import { closingLines } from './closing-lines.ts';
import { managerStatusProbe } from './gates/load-balancer.ts';
import { logsOf } from './probes/logs.ts';
import { membershipQuery, readMembership } from './probes/membership.ts';

export const cloudify: Platform = {
  membershipQuery,
  readMembership,
  logsOf,
  statusProbe: managerStatusProbe,
  closingLines,
};
