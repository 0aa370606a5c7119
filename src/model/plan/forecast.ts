import type { AbsolutePath, GateName, HostName, PhaseId, StepId } from '../names.ts';
import type { Mark } from '../stored-formats.ts';

/** What would happen to one file, as a person may see it: every secret is masked. */
export interface FileForecast {
  readonly path: AbsolutePath;
  readonly change: 'new' | 'changed' | 'removed';
  /** What differs besides the text, or instead of it where the text may not be shown. */
  readonly notes: readonly string[];
  /** Unified, without a head; empty where the text may not be shown. */
  readonly diff: readonly string[];
}

/** What a step would do when its turn comes, and why in words. */
export interface Forecast {
  readonly mark: Mark;
  readonly note?: string;
}
export type Forecasts = Readonly<Record<StepId, Forecast>>;

export interface StepForecast extends Forecast {
  readonly step: StepId;
  readonly phase: PhaseId;
  readonly host: HostName;
  readonly title: string;
  readonly files: readonly FileForecast[];
}

/** A service that a step takes down, moves or starts on its way. */
export interface Consequence {
  readonly step: StepId;
  readonly host: HostName;
  readonly service: string;
  readonly effect: 'install' | 'reload' | 'restart' | 'start' | 'stop' | 'remove' | 'switchover';
}

/** What a command would do to the hosts: what `plan` prints. */
export interface PlanForecast {
  readonly nothingToDo: boolean;
  /** In the order of the plan. */
  readonly steps: readonly StepForecast[];
  readonly consequences: readonly Consequence[];
  /** Gates that are awaited because something is done; in order. */
  readonly gates: readonly { readonly phase: PhaseId; readonly gate: GateName }[];
  /** Services whose members have yet to be told that their cluster is founded. */
  readonly notBootstrapped: readonly string[];
}

/** How long it would take, by earlier runs. */
export interface Estimate {
  /** Runs that something was learnt from. */
  readonly runs: number;
  /** ms of what is known. */
  readonly ms: number;
  /** Steps and gates of which no earlier run knows how long they take: the time is more than `ms`. */
  readonly unknown: readonly string[];
}
