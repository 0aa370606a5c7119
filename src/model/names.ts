/** Names that several modules share. They are plain strings; the types document signatures. */
export type HostName = string;
export type PhaseId = string;
/** `phase/host/slug`. Unique in a plan, and equal for the same work in every run. */
export type StepId = string;
/** The products that Quorate installs. The inventory's section of this name selects the platform of a cluster. */
export const PLATFORM_NAMES = ['cloudify', 'native'] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];
export const GATE_NAMES = [
  'hosts-ready',
  'external-services',
  'etcd-quorum',
  'patroni-leader',
  'parameters-one-way',
  'parameters-fit',
  'parameters-reduced',
  'settings-applied',
  'databases-healthy',
  'broker-members',
  'broker-cluster',
  'databases-used',
  'no-executions',
  'drained',
  'registered',
  'manager-status',
  'load-balancer',
] as const;
export type GateName = (typeof GATE_NAMES)[number];
/** A path under /var/lib/quorate/receipts, such as `install/database` or `bootstrapped/broker`. */
export type ReceiptName = string;
export type JobName = string;
/** HMAC-SHA-256 with the inventory's receipt key, in hexadecimal digits. Reveals nothing about the value. */
export type Digest = string;
export type AbsolutePath = `/${string}`;

export const ROLES = ['database', 'broker', 'manager', 'load_balancer'] as const;
export type Role = (typeof ROLES)[number];
/** The roles whose hosts are members of a cluster with a quorum or a registry. */
export const SERVICES = ['database', 'broker', 'manager'] as const;
export type Service = (typeof SERVICES)[number];
