import type { Proof } from '../health/proof.ts';
import type { AbsolutePath, GateName, HostName, PhaseId, StepId } from '../names.ts';
import type { Rendered } from '../rendered.ts';
import type { Mark } from '../stored-formats.ts';

/** Expected change of one file, with every secret masked. */
export interface FileForecast {
  readonly path: AbsolutePath;
  readonly change: 'new' | 'changed' | 'removed';
  /** Differences besides the text, or instead of it if the text is secret. */
  readonly notes: readonly Rendered[];
  /** Unified diff without a header; empty if the text is secret. */
  readonly diff: readonly string[];
}

/** Expected effect of a step. */
export interface Forecast {
  readonly mark: Mark;
  readonly note?: Rendered;
}
export type Forecasts = Readonly<Record<StepId, Forecast>>;

export interface StepForecast extends Forecast {
  readonly step: StepId;
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly title: string;
  readonly files: readonly FileForecast[];
}

/** A service that a step starts, stops, moves or changes. */
export interface Consequence {
  readonly step: StepId;
  readonly host: HostName;
  readonly service: string;
  readonly effect: 'install' | 'reload' | 'restart' | 'start' | 'stop' | 'remove' | 'switchover';
}

/** The effects of a run on a running member, or on a member that it removes, with the quorum proof as of now. */
export interface Disruption {
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly service: string;
  /** In the order of the run. */
  readonly effects: readonly ('switchover' | 'restart' | 'reinit' | 'stop' | 'remove')[];
  /** Absent for a load balancer, which has no vote. */
  readonly proof?: Proof;
}

/** Expected effect of a command on the hosts, as `plan` prints it. */
export interface PlanForecast {
  readonly nothingToDo: boolean;
  /** In the order of the plan. */
  readonly steps: readonly StepForecast[];
  readonly consequences: readonly Consequence[];
  /** Every gate of the plan, in order; empty if no step has anything to do. */
  readonly gates: readonly { readonly phase: PhaseId; readonly gate: GateName }[];
  /** Services of which at least one host lacks the receipt that the service is bootstrapped. */
  readonly notBootstrapped: readonly string[];
}

/** Expected duration, estimated from earlier runs. */
export interface Estimate {
  /** Earlier runs with usable durations. */
  readonly runs: number;
  /** Duration of the longest path through the phases, from the known durations. */
  readonly ms: number;
  /** Steps and gates without a known duration. If there are any, the plan takes longer than `ms`. */
  readonly unknown: readonly string[];
}
