import type { HostName } from '../names.ts';
import type { Secret } from '../secret.ts';

/** An argument that is decided at run time. */
export type Live = LiveCandidate | LiveLeader | LiveEtcdMember;

/** The standby that becomes the leader in place of the database `of`. */
interface LiveCandidate {
  readonly live: 'candidate';
  /**
   * The database that steps down as leader: a host (if another database leads, the step does nothing), or `leader`, the
   * database that leads at run time.
   */
  readonly of: HostName;
  /** `name`: the standby's name in the inventory. Default: its private address. */
  readonly as?: 'name';
}

/** The name of the database that leads. If none leads, the step does nothing. */
interface LiveLeader {
  readonly live: 'leader';
}

/**
 * A database in etcd's list of members: its name if the list does not have it yet (`new-etcd-member`), the id of its
 * entry (`etcd-member`), or the id of its entry if it does not vote yet (`etcd-learner`). Otherwise the step does
 * nothing.
 */
interface LiveEtcdMember {
  readonly live: 'new-etcd-member' | 'etcd-member' | 'etcd-learner';
  readonly of: HostName;
}

export type Word = string | Secret;

/**
 * The programs that may run on a host: never a shell, env or sudo. `packages` stands for the host's own package manager
 * (`packages install X` runs apt-get, dnf or yum). The transport chooses it. `no-postmaster DIRECTORY` stands for the check that
 * no PostgreSQL runs in this data directory. `psql` runs as the account `postgres`, which
 * logs in over the local socket without a password.
 */
export type Program =
  // Not in the PATH.
  | '/usr/lib/systemd/systemd-sysctl'
  | 'cfy'
  | 'cfy_manager'
  | 'etcdctl'
  | 'haproxy'
  | 'ip'
  | 'journalctl'
  | 'keepalived'
  | 'mkdir'
  | 'mountpoint'
  | 'no-postmaster'
  | 'packages'
  | 'patronictl'
  | 'psql'
  | 'rabbitmqctl'
  | 'rabbitmq-diagnostics'
  | 'rabbitmq-queues'
  | 'sleep'
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
