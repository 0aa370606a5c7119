import type { Problem } from '../errors/errors.ts';
import type { Verdict } from '../model/health/gate.ts';
import type { Proof } from '../model/health/proof.ts';
import type { GateFacts, ProofFacts } from '../model/health/recorded-facts.ts';
import type { FailedAttempt } from '../model/host/connect-cause.ts';
import type { Next } from '../model/next-step.ts';
import type { FileForecast } from '../model/plan/forecast.ts';
import type { Rendered } from '../model/rendered.ts';
import type { RequiredCommand } from '../model/plan/step.ts';
import type { GateName, HostName, PhaseId, Role, StepId } from '../model/names.ts';
import type { EventKind, Format } from '../model/stored-formats.ts';

/** Keys of every event. `seq` counts from 1 within a run; `at` is in milliseconds since 1970. */
interface Stamp {
  readonly v: Format;
  readonly run: string;
  readonly seq: number;
  readonly at: number;
}

export interface Counts {
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** Set if the facts of a judgment are longer than an event may be. */
type FactsOmitted = 'too-large';

/**
 * All facts about a run. Screens, logs and reports show only what these facts contain. Secrets are masked before a
 * reader receives a fact.
 */
export type RunFact =
  | {
      readonly kind: 'run.started';
      readonly command: string;
      readonly cluster: string;
      /** True if the run applies a saved plan. If the run fails, a new plan must be saved. */
      readonly savedPlan?: true;
      /** True if the hosts are simulated. */
      readonly rehearsal?: true;
      /** The operator, this machine and the version of the program. */
      readonly by?: { readonly who: string; readonly from: string; readonly version?: string };
      readonly roles?: Readonly<Record<HostName, Role>>;
      readonly hosts: readonly HostName[];
      readonly phases: readonly {
        readonly id: PhaseId;
        readonly title: string;
        readonly hosts: readonly HostName[];
        readonly steps: number;
      }[];
    }
  /** The plan is compared with the hosts: the steps that will change a host. */
  | {
      readonly kind: 'run.compared';
      readonly changing: readonly StepId[];
      /** The files that will change, with masked differences of limited length. */
      readonly files?: readonly (FileForecast & { readonly step: StepId; readonly host: HostName })[];
    }
  | { readonly kind: 'host.connected'; readonly host: HostName; readonly ms: number }
  | { readonly kind: 'host.lost'; readonly host: HostName; readonly why: Rendered }
  /** An attempt to connect failed, and another one follows. */
  | ({ readonly kind: 'host.retried' } & FailedAttempt)
  /** The host could not be connected. */
  | { readonly kind: 'host.not-connected'; readonly host: HostName; readonly problem: Problem }
  | { readonly kind: 'host.surveyed'; readonly host: HostName; readonly ms: number }
  | { readonly kind: 'lock.acquired'; readonly hosts: readonly HostName[] }
  | { readonly kind: 'lock.taken-over'; readonly host: HostName; readonly from: string }
  | { readonly kind: 'lock.released'; readonly hosts: readonly HostName[] }
  | { readonly kind: 'phase.started'; readonly phase: PhaseId }
  | {
      readonly kind: 'phase.finished';
      readonly phase: PhaseId;
      readonly outcome: 'done' | 'failed' | 'interrupted';
      readonly ms: number;
    }
  | {
      readonly kind: 'step.started';
      readonly phase: PhaseId;
      readonly host: HostName;
      readonly step: StepId;
      readonly title: string;
      readonly attached: boolean;
    }
  | {
      readonly kind: 'step.progress';
      readonly phase: PhaseId;
      readonly host: HostName;
      readonly step: StepId;
      readonly done: number;
      readonly of: number;
    }
  | {
      readonly kind: 'step.output';
      readonly phase: PhaseId;
      readonly host: HostName;
      readonly step: StepId;
      readonly line: string;
    }
  | {
      readonly kind: 'step.finished';
      readonly phase: PhaseId;
      readonly host: HostName;
      readonly step: StepId;
      readonly title: string;
      readonly outcome: 'changed' | 'unchanged' | 'failed' | 'unknown';
      readonly ms: number;
      /** The change, or the command that the step requires: `settings changed: rabbitmq.password; requires reconfigure`. */
      readonly note?: Rendered;
      /**
       * Set if the settings of the step differ from the applied ones and only this command may apply them. The step ran
       * nothing.
       */
      readonly requires?: RequiredCommand;
      readonly problem?: Problem;
    }
  | {
      readonly kind: 'proof';
      readonly phase: PhaseId;
      readonly host: HostName;
      readonly step: StepId;
      readonly state: Proof['state'];
      readonly clauses: Proof['clauses'];
      /** Absent if the proof is `safe`. */
      readonly next?: Next;
      /** Everything that the result depends on, for `explain RUN SEQ`. */
      readonly facts?: ProofFacts;
      readonly factsOmitted?: FactsOmitted;
    }
  | {
      readonly kind: 'gate.started';
      readonly phase: PhaseId;
      readonly gate: GateName;
      readonly title: string;
      readonly timeoutMs: number;
    }
  | {
      readonly kind: 'gate.polled';
      readonly phase: PhaseId;
      readonly gate: GateName;
      readonly verdict: Verdict;
      readonly waitedMs: number;
      /** Everything that the verdict depends on. Absent if the verdict is the same as of the poll before. */
      readonly facts?: GateFacts;
      readonly factsOmitted?: FactsOmitted;
    }
  | {
      readonly kind: 'gate.finished';
      readonly phase: PhaseId;
      readonly gate: GateName;
      readonly outcome: 'ready' | 'not-passed';
      readonly verdict: Verdict;
      readonly ms: number;
    }
  | { readonly kind: 'run.warned'; readonly text: Rendered }
  | { readonly kind: 'run.interrupted'; readonly signal: string }
  | {
      readonly kind: 'run.finished';
      readonly outcome: 'done' | 'failed' | 'interrupted';
      readonly exitCode: number;
      readonly counts: Counts;
      /** Number of refusals. Absent if there are none. */
      readonly refused?: number;
      readonly ms: number;
      readonly requires: readonly { readonly host: HostName; readonly note: Rendered }[];
      readonly problems: readonly Problem[];
      readonly closing: readonly Rendered[];
    };

export type RunEvent = Stamp & RunFact & { readonly kind: EventKind };

/**
 * Adds run, number and time to a fact, masks its secrets and passes it to every reader. An error of a reader does not
 * reach the caller.
 */
export type Emit = (fact: RunFact) => void;

/**
 * Receives every event of a run, one after the other. Returns only when it has processed the event, for example written
 * it to a file.
 */
export type Reader = (event: RunEvent) => void;
