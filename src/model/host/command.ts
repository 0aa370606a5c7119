import type { HostName } from '../names.ts';
import type { Secret } from '../secret.ts';

/** The answer to a live decision, named in the plan and looked up only when its step runs. */
export interface Live {
  readonly live: 'successor';
  /** A database that steps down if it is the leader; or `leader`: the database that is the leader at that time. */
  readonly of: HostName;
}

export type Word = string | Secret;

/**
 * Programs that may run on a host. Never add a shell, env or sudo. `packages` is the package manager of the host: the
 * transport runs apt-get, dnf or yum for `packages install X`.
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
