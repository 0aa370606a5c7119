import type { HostName } from '../names.ts';
import type { Secret } from '../secret.ts';

/**
 * An argument that is decided at run time: the address of the standby that becomes the leader in place of the database
 * `of`.
 */
export interface Live {
  readonly live: 'candidate';
  /**
   * The database that steps down as leader: a host (if another database leads, the step does nothing), or `leader`, the
   * database that leads at run time.
   */
  readonly of: HostName;
}

export type Word = string | Secret;

/**
 * The programs that may run on a host: never a shell, env or sudo. `packages` stands for the host's own package manager
 * (`packages install X` runs apt-get, dnf or yum). The transport chooses it.
 */
export type Program =
  | 'cfy'
  | 'cfy_manager'
  | 'haproxy'
  | 'mkdir'
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
