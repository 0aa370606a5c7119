import type { Candidate, Down } from '../../model/change.ts';
import type { HostName, Role } from '../../model/names.ts';

/** A change as the arguments of a command describe it, with hosts by name. */
export type RequestedChange = Down &
  (
    | {
        readonly kind: 'add';
        readonly role: Role;
        readonly name: HostName;
        /** Required if the inventory does not list the host. */
        readonly address: string | undefined;
      }
    | {
        readonly kind: 'remove';
        readonly role: Role;
        readonly name: HostName;
        readonly state: 'running' | 'lost';
      }
    | {
        readonly kind: 'replace';
        readonly name: HostName;
        /** Address of the replacement; the same as before by default. */
        readonly address: string | undefined;
      }
    | {
        readonly kind: 'restart';
        readonly role: Role | 'all';
        /** True to restart all members instead of resuming an unfinished restart. */
        readonly fromStart: boolean;
      }
    | { readonly kind: 'switchover'; readonly to: Candidate }
    | { readonly kind: 'reinit'; readonly name: HostName }
  );

export type ChangeKind = RequestedChange['kind'];

export type Requested<K extends ChangeKind> = Extract<RequestedChange, { kind: K }>;

/** Names of the playbooks that carry out a change; by role if the command works on every role. */
export type ChangePlaybook = string | Readonly<Record<Role, string>>;
