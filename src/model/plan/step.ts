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

/**
 * Digests of settings by name, so that a plan can name the settings that changed. Contains no digests of whole rendered
 * files.
 */
export type Inputs = Readonly<Record<string, Digest>>;

export interface FileSpec {
  readonly path: AbsolutePath;
  readonly mode: number;
  /** `user:group` */
  readonly owner: string;
  readonly want: { readonly whole: Word } | { readonly block: Word; readonly marker: string } | 'absent';
  /**
   * `content`: compare with the file itself. `receipt`: compare with the receipt `file<path>` of what was last written, for
   * files that are removed after use or that the product rewrites. A rewritten file may also match the content that a
   * `remember` step recorded.
   */
  readonly compare: 'content' | 'receipt';
  /** With `receipt`: the file may be missing once this path exists (a staged key, once the product has its copy). */
  readonly neededUntil?: AbsolutePath;
  /** With `absent`: kept until these settings are applied (a new key, until the operator runs `reconfigure`). */
  readonly keptUntilApplied?: { readonly receipt: ReceiptName; readonly inputs: Inputs };
  /**
   * A command that must exit 0 for the new file before the new file replaces the old one. CANDIDATE stands for the path
   * of the new file.
   */
  readonly check?: Command;
}

/** Placeholder in the arguments of a FileSpec's `check`. */
export const CANDIDATE = '{candidate}';

/**
 * Decides whether a step is skipped because it is up to date (its guard): by a gate that passes, a command that exits 0
 * or a receipt with the same settings. A `repeatable` step is never skipped.
 */
export type UpToDate =
  | { readonly gate: GateName; readonly args: GateArgs }
  | { readonly command: Command }
  | { readonly receipt: ReceiptName; readonly inputs: Inputs }
  | 'repeatable';

/** The effect of a command on a systemd unit. */
export interface UnitEffect {
  readonly unit: string;
  readonly effect: 'reload' | 'restart' | 'start' | 'stop';
}

/** Settings in the files of a member that no command changes once the member is installed: a run that would is refused. */
export interface FixedSettings {
  readonly service: Service;
  readonly inputs: Inputs;
}

/** A file of this machine, and its path on the host. */
export interface Upload {
  readonly source: LocalFile;
  readonly path: AbsolutePath;
}

export type Action =
  | { readonly kind: 'files'; readonly files: readonly FileSpec[]; readonly fixed?: FixedSettings }
  | {
      readonly kind: 'artifact';
      readonly uploads: readonly Upload[];
      readonly mode: number;
      readonly neededUntil?: AbsolutePath;
    }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly unless: UpToDate;
      readonly affects?: UnitEffect;
    }
  /** Records a file's content in the receipt `observed<path>` after the product has rewritten it. */
  | { readonly kind: 'remember'; readonly path: AbsolutePath }
  /**
   * Deletes every receipt and job of Quorate on a removed host, so that it can be added again, and these directories,
   * which the product's uninstaller keeps.
   */
  | { readonly kind: 'forget'; readonly directories: readonly AbsolutePath[] }
  | JobAction;

export type RequiredCommand = 'reconfigure' | 'upgrade';

/** A long command that outlives the connection. `marker` is the product's own file that shows an installed host. */
export interface JobAction {
  readonly kind: 'job';
  readonly name: JobName;
  readonly command: Command;
  readonly unless: UpToDate;
  readonly marker: AbsolutePath;
  /**
   * State of the job if the marker exists: `done` (an install), `too-late` (a package), `to-do` (a removal, which deletes
   * the marker) or `nothing` (a restart, for which only the receipt counts).
   */
  readonly ifMarkerExists: 'done' | 'too-late' | 'to-do' | 'nothing';
  /** The command that applies changed settings to a host on which `marker` exists, which a job never does. */
  readonly requires: RequiredCommand;
  readonly repair: readonly Step[];
}

/**
 * Condition of an operation, checked right before each quorum proof of the operation: a gate that passes (for effects
 * that the members do not report, such as running workflows), or a switchover that the step itself performs first.
 */
export type Requirement = 'nothing' | 'switchover-done' | GateName;

/** `planned`: a member that leads steps down before the operation. */
export type Switchover = 'planned' | 'none';

/** A stopped member can be kept instead of removed: `startAgain` starts it on its own host. A lost one is not contacted. */
type RemovalTarget = { readonly state: 'stopped'; readonly startAgain: Command } | { readonly state: 'lost' };

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

/** The effect of a step on a member. `patienceMs`: time that the member may take to be healthy. */
export type MemberOperation = { readonly service: Service; readonly member: HostName } & Operation;
export type OperationOf<Kind extends MemberOperation['kind']> = MemberOperation & { readonly kind: Kind };

/** True if the operation removes a member that is permanently lost. */
export function isOnLostMember(operation: MemberOperation): boolean {
  return operation.kind === 'remove' && operation.target.state === 'lost';
}

export function requirementOf(operation: MemberOperation): Requirement {
  return operation.kind === 'restart' || operation.kind === 'stop-to-leave' ? operation.requires : 'nothing';
}

/** Returns the gate that must pass right before each quorum proof of the operation. */
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
  /** A gate that must pass once the action has run. Only for a step without `operation`, whose result is awaited anyway. */
  readonly passes?: GateName;
  /** Steps that run right before the operation, and only if it runs: a switchover. */
  readonly before?: readonly Step[];
}
