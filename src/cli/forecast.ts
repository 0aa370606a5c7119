import type { Comparison } from '../plan/compare.ts';
import type { StepState } from '../plan/state.ts';
import type { Forecast, Forecasts } from '../report/plan-text.ts';

/** What was compared, in the words of a plan's text. */
export function forecastsOf({ steps }: Comparison): Forecasts {
  return Object.fromEntries(steps.map(({ step, state }) => [step.id, forecastOf(state)]));
}

function forecastOf(state: StepState): Forecast {
  switch (state.kind) {
    case 'so':
      return { mark: 'so' };
    case 'owes':
      return { mark: 'owes', note: `settings changed: ${state.changed.join(', ')}; waits for ${state.owes}` };
    case 'files':
      return { mark: 'change', note: `to write: ${state.files.map(({ path }) => path).join(', ')}` };
    case 'artifact':
      return { mark: 'change', note: 'to upload' };
    case 'run':
      return {
        mark: 'change',
        ...(state.changed.length > 0 && { note: `changed: ${state.changed.join(', ')}` }),
      };
    case 'job':
      return { mark: 'change', note: jobNote(state.decision) };
    case 'gate':
      return { mark: 'later' };
    case 'refused':
      return { mark: 'refused', note: `${state.changed.join(', ')}: ${state.why}` };
  }
}

function jobNote(decision: Extract<StepState, { kind: 'job' }>['decision']): string {
  switch (decision.do) {
    case 'adopt':
      return 'the product is there already: only its receipt is written';
    case 'attach':
      return 'it is running: its output is followed';
    case 'start':
      return 'to run: it has not been done here';
    case 'repair':
      return `to repair, then to run: ${decision.why}`;
  }
}
