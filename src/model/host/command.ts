import type { HostName } from '../names.ts';
import type { Secret } from '../secret.ts';

/** The answer to a live decision, named in the plan and looked up only when its step runs. */
export interface Live {
  readonly live: 'successor';
  /** A database that may lead, and else has nothing to hand over; or `leader`, whoever that is then. */
  readonly of: HostName;
}

export type Word = string | Secret;

/**
 * What may be run on a host. A closed list: never a shell, env or sudo. `packages` stands for the host's own
 * package manager (`packages install X` is apt-get, dnf or yum there): only the transport knows which.
 */
export type Program =
  | 'cfy'
  | 'cfy_manager'
  | 'haproxy'
  | 'packages'
  | 'rabbitmqctl'
  | 'rabbitmq-diagnostics'
  | 'systemctl'
  | 'test';

/** An argument is never a secret: argv is public on a host. Secrets go to stdin or into files. */
export interface Command {
  readonly program: Program;
  readonly args: readonly (string | Live)[];
  readonly as: 'root' | 'login';
  readonly timeoutMs: number;
  readonly stdin?: Word;
}
