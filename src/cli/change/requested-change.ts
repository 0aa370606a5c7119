import type { Candidate, Down } from '../../model/change.ts';
import type { HostName, Role } from '../../model/names.ts';

/** A change as the arguments of a command describe it, with hosts by name. */
export type RequestedChange = { readonly kind: 'deploy' } | (Down & RequestedMemberChange);

type RequestedMemberChange =
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
  | { readonly kind: 'reconfigure' };

export type ChangeKind = RequestedChange['kind'];

export type Requested<K extends ChangeKind> = Extract<RequestedChange, { kind: K }>;

/** The playbook that carries out a change; for a replacement, one for each role, and one for a machine with several. */
export type PlaybookOf<K extends ChangeKind> = K extends 'replace'
  ? Readonly<Record<Role | 'machine', string>>
  : string;

/** A requested change with its playbook. */
export type ChangeRequest = {
  readonly [K in ChangeKind]: {
    readonly kind: K;
    readonly requested: Requested<K>;
    readonly playbook: PlaybookOf<K>;
  };
}[ChangeKind];
