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

export interface MemberOperation {
  readonly service: Service;
  /** Whom it happens to; of a hand-over, the database that is told to do it. */
  readonly member: HostName;
  readonly effect: 'bootstrap' | 'join' | 'restart' | 'stop' | 'remove' | 'switchover';
  /** Of a hand-over: who is to lead then; absent: any synchronous standby. */
  readonly to?: HostName;
  /** ms that the member may take to be well again; five minutes unless given. */
  readonly patienceMs?: number;
  /** Its PostgreSQL is started anew: until it has been, Patroni may go on telling how it was before. */
  readonly anew?: true;
  /** It is dead, and is removed by the others: nothing is asked of it, and the proof is about them. */
  readonly gone?: true;
  /** Of a removal: what starts the member again on its host, once it is stopped, if it is not to leave after all. */
  readonly startAgain?: Command;
  /** Of a stop: it will not come back, so that what holds for its removal holds for this. */
  readonly leaving?: true;
  /** Its install never finished: it is taken out to be installed anew, and nobody counts on it. */
  readonly unfinished?: true;
  /** Passed right before each proof: of what the members do not know, yet would be broken off. */
  readonly gate?: GateName;
  /** Hand over the lead, drain: done only if this step will really run. */
  readonly before?: readonly Step[];
}

export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly host: HostName | { readonly anyOf: readonly HostName[] };
  readonly action: Action;
  readonly operation?: MemberOperation;
}
