import type { CheckResult } from '../../../model/health/check.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { DetailsRequest, HostDetails } from '../../../model/host/details.ts';
import type { Facts } from '../../../model/host/facts.ts';
import type { HostName, Role } from '../../../model/names.ts';
import { certificateChecks } from './certificate.ts';
import { etcdDiskCheck, writableChecks } from './disk.ts';
import { mtuChecks } from './mtu.ts';
import { leftoversCheck, packageLockCheck, repositoriesChecks } from './packages.ts';
import { ownNameCheck, peerNamesChecks, type PeerName } from './peer-names.ts';
import { firewallCheck, forwardingCheck, selinuxCheck } from './policy.ts';
import { productCheck } from './product.ts';
import { timeServiceCheck } from './time-service.ts';

/** The queries of one host's details, and what its answers are compared with. */
export interface DetailsPlan {
  readonly host: HostName;
  readonly role: Role;
  readonly ask: Omit<DetailsRequest, 'peers'>;
  readonly own: PeerName;
  /** IP addresses in the host's certificate. */
  readonly certificateAddresses: readonly string[];
  /** The product's own check, as an operator types it. Absent for load balancers. */
  readonly validate?: string;
}

/** The answers of one host. */
export interface Examined {
  readonly plan: DetailsPlan;
  readonly details: HostDetails;
  readonly facts: Facts;
  /** True if neither the product nor Quorate has changed the host. */
  readonly untouched: boolean;
  /** Answer of a connection through the host. */
  readonly through: Answer | undefined;
  /** Answer of the product's own `validate`; absent if it was not run. */
  readonly validation?: Answer;
}

/** Checks the details of all hosts. @param peers all hosts of the cluster */
export function detailsChecks(
  examined: readonly Examined[],
  peers: readonly PeerName[],
): readonly CheckResult[] {
  const sizes = examined.map(({ plan, details }) => [plan.host, details] as const);
  return [...examined.flatMap((one) => checksOf(one, peers)), ...mtuChecks(Object.fromEntries(sizes), peers)];
}

function checksOf(
  { plan, details, facts, untouched, through, validation }: Examined,
  peers: readonly PeerName[],
): readonly CheckResult[] {
  const { host, ask } = plan;
  return [
    ...certificateChecks(host, plan.certificateAddresses, facts),
    ...peerNamesChecks(host, peers, details.resolved),
    ownNameCheck(plan.own, details.resolved),
    timeServiceCheck(host, details),
    forwardingCheck(host, through),
    selinuxCheck(plan, details),
    firewallCheck(host, details),
    ...writableChecks(host, details),
    ...(ask.syncIn === undefined ? [] : [etcdDiskCheck(host, details)]),
    packageLockCheck(host, details),
    ...repositoriesChecks(host, ask.packages, details),
    ...(untouched ? [leftoversCheck(host, details)] : []),
    ...productCheck(plan, validation),
  ];
}
