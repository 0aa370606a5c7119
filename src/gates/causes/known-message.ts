import type { FailureCause } from '../../model/health/gate.ts';
import type { AbsolutePath, HostName, Service } from '../../model/names.ts';
import type { Next } from '../../model/next-step.ts';

/** Names that the next steps contain and that differ between platforms. */
export interface RepairNames {
  /** The unit of systemd that runs RabbitMQ. */
  readonly brokerUnit: string;
  /** For each service, the command that prints the end of the log of a member. */
  readonly showMemberLog: Readonly<Record<Service, string>>;
  /** The file with the password that a manager uses for the database. */
  readonly managerConfig: AbsolutePath;
}

/** Where a message was found. */
export interface FailedHost extends RepairNames {
  readonly host: HostName;
}

/** A message of a product, and the cause that it proves. */
export interface KnownMessage {
  readonly cause: FailureCause;
  readonly pattern: RegExp;
  /** Returns the probable cause. @param named the matches of the groups of `pattern`, joined with colons; empty if it has none */
  readonly why: (named: string, place: FailedHost) => string;
  readonly next: (named: string, place: FailedHost) => Next;
}
