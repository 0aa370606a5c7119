import type { Candidate } from '../change.ts';
import type { Command, Word } from '../host/command.ts';
import type { LocalFile } from '../material.ts';
import type {
  AbsolutePath,
  Digest,
  GateName,
  HostName,
  JobName,
  ReceiptName,
  Service,
  StepId,
} from '../names.ts';
import type { GateArgs } from '../health/gate.ts';

/** Settings by name, never rendered bytes, so that a plan can say *which* changed. Without membership or order. */
export type Inputs = Readonly<Record<string, Digest>>;

export interface FileSpec {
  readonly path: AbsolutePath;
  readonly mode: number;
  /** `user:group` */
  readonly owner: string;
  readonly want: { readonly whole: Word } | { readonly block: Word; readonly marker: string } | 'absent';
  /**
   * `content`: what the file holds now. `receipt`: what was last written there, by the receipt `file<path>`, for
   * files that are removed after use, or that the product rewrites: such a one holds what was written, or what a
   * `remember` step found.
   */
  readonly compare: 'content' | 'receipt';
  /** With `receipt`: the file may be missing once this path exists (a staged key, once the product has its copy). */
  readonly neededUntil?: AbsolutePath;
  /** With `absent`: left in place while the host owes these settings (a new key, until somebody has it applied). */
  readonly keptUntilApplied?: { readonly receipt: ReceiptName; readonly inputs: Inputs };
  /** Must exit 0 for the new file before it replaces the old one; CANDIDATE stands for the new file's path. */
  readonly check?: Command;
}

/** In the arguments of a FileSpec's `check`. */
export const CANDIDATE = '{candidate}';

/** When a step has nothing to do. Never optional. */
export type UpToDate =
  | { readonly gate: GateName; readonly args: GateArgs }
  | { readonly command: Command }
  | { readonly receipt: ReceiptName; readonly inputs: Inputs }
  | 'repeatable';

export type Action =
  | { readonly kind: 'files'; readonly files: readonly FileSpec[] }
  | {
      readonly kind: 'artifact';
      readonly source: LocalFile;
      readonly path: AbsolutePath;
      readonly neededUntil?: AbsolutePath;
    }
  | { readonly kind: 'run'; readonly command: Command; readonly unless: UpToDate }
  /** Notes in the receipt `observed<path>` what a file holds, once the product has made it its own. */
  | { readonly kind: 'remember'; readonly path: AbsolutePath }
  /** Drops every receipt and job of quorate's on a host that has left: it is bare again, and may be added again.
   * With all that is in these folders, which the product keeps when it is removed. */
  | { readonly kind: 'forget'; readonly folders: readonly AbsolutePath[] }
  | JobAction
  | {
      readonly kind: 'assert';
      readonly receipt: ReceiptName;
      readonly inputs: Inputs;
      readonly otherwise: string;
    };

export type RequiredCommand = 'reconfigure' | 'upgrade';

/** A long command that outlives the connection. `marker` is the product's own sign that it is done. */
export interface JobAction {
  readonly kind: 'job';
  readonly name: JobName;
  readonly command: Command;
  readonly unless: UpToDate;
  readonly marker: AbsolutePath;
  /**
   * What the marker says of this job: it is `done` (an install), it is `too-late` for it (a package), it is `to-do` (a
   * removal, which takes the marker away), or `nothing` (a restart: only its receipt tells).
   */
  readonly markerSays: 'done' | 'too-late' | 'to-do' | 'nothing';
  /** The command that applies changed settings to a host that has the marker; a job never does. */
  readonly requires: RequiredCommand;
  readonly repair: readonly Step[];
}

/**
 * Condition of an operation, checked right before each proof of it: a gate that passes (for effects that the members do
 * not report, such as running workflows), or a switchover that the step itself performs first.
 */
export type Requirement = 'nothing' | 'switchover-done' | GateName;

/** `planned`: a member that leads steps down before the operation. */
export type Switchover = 'planned' | 'none';

/** A stopped member can be kept instead of removed: `startAgain` starts it on its own host. A lost one is not contacted. */
export type RemovalTarget =
  { readonly state: 'stopped'; readonly startAgain: Command } | { readonly state: 'lost' };

type Operation =
  | { readonly kind: 'bootstrap' }
  | { readonly kind: 'join'; readonly patienceMs: number }
  | { readonly kind: 'restart'; readonly requires: Requirement }
  /** The member will not come back, so the rules of its removal hold for its stop. */
  | { readonly kind: 'stop-to-leave'; readonly requires: Requirement }
  /** Discards a standby's data. Patroni may report the old state until PostgreSQL has restarted. */
  | { readonly kind: 'reinit'; readonly patienceMs: number }
  /** Cleans up an install that never finished: no other member depends on this member. */
  | { readonly kind: 'undo-install'; readonly part: 'stop' | 'forget' }
  | { readonly kind: 'remove'; readonly target: RemovalTarget }
  /** `member` is the candidate, or the first database if any synchronous standby may lead. */
  | { readonly kind: 'switchover'; readonly to: Candidate };

/** What a step does to a member. `patienceMs`: time that the member may take to be healthy. */
export type MemberOperation = { readonly service: Service; readonly member: HostName } & Operation;
export type OperationOf<Kind extends MemberOperation['kind']> = MemberOperation & { readonly kind: Kind };

/** True if the operation removes a member that is permanently lost. */
export function isOnLostMember(operation: MemberOperation): boolean {
  return operation.kind === 'remove' && operation.target.state === 'lost';
}

export function requirementOf(operation: MemberOperation): Requirement {
  return operation.kind === 'restart' || operation.kind === 'stop-to-leave' ? operation.requires : 'nothing';
}

/** The gate that passes right before each proof of the operation. */
export function precheckOf(operation: MemberOperation): GateName | undefined {
  const requires = requirementOf(operation);
  return requires === 'nothing' || requires === 'switchover-done' ? undefined : requires;
}

export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly host: HostName | { readonly anyOf: readonly HostName[] };
  readonly action: Action;
  readonly operation?: MemberOperation;
  /** Steps that run right before the operation, and only if it runs: a switchover. */
  readonly before?: readonly Step[];
}
