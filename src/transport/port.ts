import type { Command } from '../model/host/command.ts';
import type { DialRequest, DialState, Listening, ListenRequest } from '../model/host/connections.ts';
import type { DetailsRequest, HostDetails } from '../model/host/details.ts';
import type { Facts } from '../model/host/facts.ts';
import type { Answer, HttpProbe, ReachProbe } from '../model/health/gate.ts';
import type { LocalFile } from '../model/material.ts';
import type { AbsolutePath, HostName, JobName, ReceiptName, Role } from '../model/names.ts';
import type { Host } from '../model/cluster.ts';
import type { Word } from '../model/host/command.ts';
import type { UnreadableRecord } from '../model/host/unreadable-record.ts';
import type { HistoryEntry, Holder, Receipt } from '../model/stored-formats.ts';

/**
 * The interface to the hosts, implemented in `ssh/` and `../simulate`. Callers pass commands as data, never as shell
 * text.
 */
export interface Transport {
  /**
   * @param limitMs time for attempts if the host is not reached; the adapter's default if absent
   * @throws ConnectError if the host is unreachable, its host key is not the known one, or login or sudo fails
   */
  connect(host: Host, signal?: AbortSignal, limitMs?: number): Promise<Session>;
  close(): Promise<void>;
}

/**
 * Every method throws ConnectionLost if the connection ends; it is then not known whether the call took effect. Methods
 * that change something throw Fenced if this run no longer holds the lock.
 */
export interface Session {
  readonly host: HostName;
  /** This connection, for another host of the same machine. */
  on(host: HostName): Session;
  /**
   * Reads everything in the request.
   * @param known facts and obstacles of an earlier survey over this connection, which are not read again
   */
  survey(ask: SurveyRequest, known?: KnownFacts): Promise<Survey>;
  /**
   * Acquires the lock of the cluster on this host, or returns its holder. From then on, the session's changes are made
   * only if the lock still has the holder's token.
   * @param takeOver token of the stale lock to replace; no other lock is replaced
   * @throws UnreadableDataError if the host's lock has another format
   */
  lock(
    holder: Holder,
    takeOver?: string,
  ): Promise<
    { readonly acquired: true; readonly lock: Lock } | { readonly acquired: false; readonly by: HeldBy }
  >;
  /** Makes changes in order, in one script. Stops at the first failure, which is then the last outcome. */
  change(changes: readonly HostChange[]): Promise<readonly Outcome[]>;
  /** Uploads a file. Resumes an interrupted upload, and verifies the digest before the file is moved into place. */
  upload(artifact: Artifact, onProgress: (sent: number) => void): Promise<void>;
  /** Reads the end of a file as text; undefined if there is no file. */
  read(path: AbsolutePath, limit: { readonly tailBytes: number }): Promise<string | undefined>;
  /** Runs read-only commands in one script. */
  ask(commands: readonly Command[]): Promise<readonly Answer[]>;
  startJob(job: Job): Promise<void>;
  /**
   * Follows the log of a job, started by any run, from a byte offset until the job has ended. Calls `onLine` only with
   * whole lines: from an offset within a line, the first is the next line.
   */
  followJob(name: JobName, from: FollowFrom, onLine: OnLine): Promise<JobEnd>;
  request(probe: HttpProbe): Promise<Answer>;
  /** Connects through the host to a server that does not speak HTTP. TLS is verified on this machine. */
  reach(probe: ReachProbe): Promise<Answer>;
  /** Reads what `check` needs besides a survey. Creates only temporary files, which it removes. */
  details(ask: DetailsRequest): Promise<HostDetails>;
  /** Listens temporarily on TCP ports of the host. The listener outlives the connection until its limit. */
  listen(ask: ListenRequest): Promise<Listening>;
  /** Opens TCP connections from the host in one script. Returns one state for each target, in order. */
  dial(ask: DialRequest): Promise<readonly DialState[]>;
  close(): Promise<void>;
}

export interface SurveyRequest {
  readonly cluster: string;
  readonly files: readonly { readonly path: AbsolutePath; readonly marker?: string }[];
  /** Paths whose existence is checked, such as the product's markers. */
  readonly paths: readonly AbsolutePath[];
  readonly guards: readonly { readonly id: string; readonly command: Command }[];
  readonly disks: readonly AbsolutePath[];
  /** Directories that a run may write to, checked for obstacles. */
  readonly directories: readonly AbsolutePath[];
  /** Names and addresses to resolve. */
  readonly names: readonly string[];
  /** Packages whose versions are read. Default: none. */
  readonly packages?: readonly string[];
}

export interface FileState {
  readonly path: AbsolutePath;
  readonly kind: 'file' | 'absent' | 'other';
  readonly mode: number;
  readonly owner: string;
  readonly size: number;
  readonly sha256: string;
  /**
   * If the request has a marker: SHA-256 of the lines of the marked block, with newlines. Absent if the file has no
   * such block.
   */
  readonly block?: string;
}

/** Everything that a run needs to know about a host, read in one round trip. */
export interface Survey {
  readonly facts: Facts;
  readonly files: readonly FileState[];
  readonly paths: Readonly<Record<AbsolutePath, boolean>>;
  readonly receipts: Readonly<Record<ReceiptName, Receipt>>;
  readonly jobs: Readonly<Record<JobName, JobState>>;
  readonly guards: Readonly<Record<string, Answer>>;
  readonly lock?: HeldBy;
  /** Data on the host that this program cannot read. `receipts`, `jobs` and `lock` leave it out. */
  readonly unreadable: readonly UnreadableRecord[];
  readonly obstacles: readonly Obstacle[];
  /** How the last run that changed this host has ended, by the host's history; `started` if it wrote no end. */
  readonly lastOutcome?: HistoryEntry['outcome'];
}

/** The part of a survey that costs a host most, and that the steps of a run do not need again. */
export type KnownFacts = Pick<Survey, 'facts' | 'obstacles'>;

/** A reason why scripts cannot safely change the host. */
export interface Obstacle {
  /** The requested directory that cannot be written to; absent if the obstacle concerns every script. */
  readonly directory?: AbsolutePath;
  readonly what: string;
  /** The command that fixes or shows it. */
  readonly fix: string;
}

export interface HeldBy extends Holder {
  /** Time since the lock was acquired, by the host's clock. */
  readonly heldForMs: number;
  /** Time since the lock was last renewed, by the host's clock. */
  readonly notRenewedForMs: number;
}

export interface Lock {
  renew(): Promise<void>;
  release(): Promise<void>;
}

export type HostChange =
  | {
      readonly kind: 'write';
      readonly path: AbsolutePath;
      readonly mode: number;
      readonly owner: string;
      readonly content: { readonly whole: Word } | { readonly block: Word; readonly marker: string };
      readonly check?: Command;
    }
  | { readonly kind: 'remove'; readonly path: AbsolutePath }
  | { readonly kind: 'receipt'; readonly name: ReceiptName; readonly receipt: Omit<Receipt, 'at'> }
  /** Appends an entry to the host's history, which keeps the newest entries. */
  | { readonly kind: 'history'; readonly entry: Omit<HistoryEntry, 'at'> }
  /** Deletes these directories, then all receipts and jobs, or only those of one role. The history stays. */
  | { readonly kind: 'forget'; readonly directories: readonly AbsolutePath[]; readonly only?: Role }
  | { readonly kind: 'run'; readonly command: Command };

export interface Outcome {
  readonly ok: boolean;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Artifact {
  readonly source: LocalFile;
  readonly path: AbsolutePath;
  readonly mode: number;
  readonly owner: string;
}

/**
 * A command that continues without a connection: a shell script on the host writes its log, its exit code and, after
 * success, its receipt.
 */
export interface Job {
  readonly name: JobName;
  readonly command: Command;
  readonly receipt: { readonly name: ReceiptName; readonly receipt: Omit<Receipt, 'at'> };
}

export interface JobState {
  readonly state: 'running' | 'ended' | 'vanished';
  readonly code?: number;
  readonly logSize: number;
  readonly startedAt: number;
}

/** Called with a line of a job's log and the byte offset of the next line. */
export type OnLine = (line: string, next: number) => void;

/**
 * How a job ended. It has `vanished` if it has neither a process nor an exit code: it was killed, the host restarted,
 * or it was never started.
 */
export type JobEnd =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'vanished' }
  /** Still running after the limit of `FollowFrom`. */
  | { readonly kind: 'overdue' };

export interface FollowFrom {
  /** Bytes of the log that were read before. */
  readonly offset: number;
  /** Time after which the job is not followed any longer. */
  readonly limitMs?: number;
}
