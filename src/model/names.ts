/** Names that cross rooms. Plain strings with a meaning, so that a signature says what it wants. */
export type HostName = string;
export type PhaseId = string;
/** `phase/host/slug`, unique in a plan and the same for the same work in every run. */
export type StepId = string;
export type GateName =
  | 'hosts-ready'
  | 'external-services'
  | 'etcd-quorum'
  | 'patroni-leader'
  | 'databases-healthy'
  | 'broker-members'
  | 'broker-cluster'
  | 'databases-used'
  | 'no-executions'
  | 'drained'
  | 'registered'
  | 'manager-status'
  | 'load-balancer';
/** A path under /var/lib/quorate/receipts, such as `install/database` or `bootstrapped/broker`. */
export type ReceiptName = string;
export type JobName = string;
/** Hex HMAC-SHA-256 under the inventory's receipt key; says nothing about what it covers. */
export type Digest = string;
export type AbsolutePath = `/${string}`;

export const ROLES = ['database', 'broker', 'manager', 'load_balancer'] as const;
export type Role = (typeof ROLES)[number];
/** The roles whose hosts are members of something that has a quorum or a registry. */
export const SERVICES = ['database', 'broker', 'manager'] as const;
export type Service = (typeof SERVICES)[number];
