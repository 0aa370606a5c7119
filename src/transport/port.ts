import type { Command } from '../model/host/command.ts';
import type { Facts } from '../model/host/facts.ts';
import type { Answer, HttpProbe, ReachProbe } from '../model/health/gate.ts';
import type { LocalFile } from '../model/material.ts';
import type { AbsolutePath, HostName, JobName, ReceiptName } from '../model/names.ts';
import type { Host } from '../model/cluster.ts';
import type { Word } from '../model/host/command.ts';
import type { HistoryEntry, Holder, Receipt } from '../model/stored-formats.ts';

/** The seam to the hosts. No shell text crosses it. Two adapters: `ssh/` and `../simulate`. */
export interface Transport {
  /**
   * @throws ConnectError when the host cannot be reached, its key is not the known one, authentication or sudo fails
   */
  connect(host: Host, signal?: AbortSignal): Promise<Session>;
  close(): Promise<void>;
}

/** Every method answers or throws ConnectionLost (whether it took effect is not known); changes throw Fenced. */
export interface Session {
  readonly host: HostName;
  /** @throws UnreadableDataError if the host has data that this program cannot read */
  survey(ask: SurveyRequest): Promise<Survey>;
  /**
   * Takes, or tells who holds, the lock of the cluster on this host. Later changes are fenced by its token.
   * @param overtake the token of a dead run: its lock, and no other, is replaced
   * @throws UnreadableDataError if the lock there has another format
   */
  lock(
    holder: Holder,
    overtake?: string,
  ): Promise<
    { readonly acquired: true; readonly lock: Lock } | { readonly acquired: false; readonly by: HeldBy }
  >;
  /** One script, in order; stops at the first failure, so the outcomes may be fewer than the changes. */
  change(changes: readonly HostChange[]): Promise<readonly Outcome[]>;
  /** Streams, resumes what is there already, verifies the digest, then puts the file in its place. */
  upload(artifact: Artifact, onProgress: (sent: number) => void): Promise<void>;
  /** The end of a file, as text; undefined when there is none. */
  read(path: AbsolutePath, limit: { readonly tailBytes: number }): Promise<string | undefined>;
  /** Read-only commands, all in one script. */
  ask(commands: readonly Command[]): Promise<readonly Answer[]>;
  startJob(job: Job): Promise<void>;
  /**
   * Follows the job's log from a byte offset until the job has ended; attach anywhere, any time. Only whole lines: an
   * offset within a line begins with the next.
   */
  followJob(name: JobName, from: { readonly offset: number }, onLine: OnLine): Promise<JobEnd>;
  request(probe: HttpProbe): Promise<Answer>;
  /** Connects through the host to something that does not speak HTTP; TLS is verified here. */
  reach(probe: ReachProbe): Promise<Answer>;
  close(): Promise<void>;
}

export interface SurveyRequest {
  readonly cluster: string;
  readonly files: readonly { readonly path: AbsolutePath; readonly marker?: string }[];
  /** Does this path exist? (markers of the product) */
  readonly paths: readonly AbsolutePath[];
  readonly guards: readonly { readonly id: string; readonly command: Command }[];
  readonly disks: readonly AbsolutePath[];
  /** Names and addresses to look up. */
  readonly names: readonly string[];
}

export interface FileState {
  readonly path: AbsolutePath;
  readonly kind: 'file' | 'absent' | 'other';
  readonly mode: number;
  readonly owner: string;
  readonly size: number;
  readonly sha256: string;
  /** With a marker: the sha256 of the lines between begin and end, each with its newline; absent without a block. */
  readonly block?: string;
}

/** All that a run wants to know of a host, read in one round trip. */
export interface Survey {
  readonly facts: Facts;
  readonly files: readonly FileState[];
  readonly paths: Readonly<Record<AbsolutePath, boolean>>;
  /** Every receipt on the host, by name. */
  readonly receipts: Readonly<Record<ReceiptName, Receipt>>;
  readonly jobs: Readonly<Record<JobName, JobState>>;
  readonly guards: Readonly<Record<string, Answer>>;
  readonly lock?: HeldBy;
}

export interface HeldBy extends Holder {
  /** ms since it was taken and last renewed, both by the host's clock. */
  readonly heldForMs: number;
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
  /** One line more at the end of the host's history, of which it keeps the last ones. */
  | { readonly kind: 'history'; readonly entry: Omit<HistoryEntry, 'at'> }
  /** These folders go first, then all receipts and ended jobs; the history stays. */
  | { readonly kind: 'forget'; readonly folders: readonly AbsolutePath[] }
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

/** The wrapper on the host writes log, exit code and, after success, the receipt: the laptop may be gone by then. */
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

/** One line of a job's log, and the byte offset at which the next one begins. */
export type OnLine = (line: string, next: number) => void;

/** `vanished`: started, no exit code, no process (killed, or the host went down). */
export type JobEnd = { readonly kind: 'ended'; readonly code: number } | { readonly kind: 'vanished' };
