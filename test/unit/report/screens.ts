import type { RunEvent } from '../../../src/events/events.ts';
import { manyHosts, refusedRun, uploadingRun } from './large-streams.ts';
import { badRun, idleRun } from './other-streams.ts';
import { goodRun } from './stream.ts';

/** The events up to the first matching event. */
export const until = (run: readonly RunEvent[], isLast: (event: RunEvent) => boolean) =>
  run.slice(0, run.findIndex(isLast) + 1);

/** Time since the last event when a screen is drawn. */
export const LATER = 65_000;

/** The events of each screen. */
export const SCREENS: Readonly<Record<string, readonly RunEvent[]>> = {
  start: until(goodRun, ({ kind }) => kind === 'run.started'),
  surveying: until(goodRun, ({ kind }) => kind === 'host.surveyed'),
  running: until(goodRun, (event) => event.kind === 'step.output' && event.line.includes('Postgre')),
  uploading: uploadingRun,
  proving: until(goodRun, (event) => event.kind === 'proof' && event.state === 'wait'),
  gate: until(goodRun, ({ kind }) => kind === 'gate.polled'),
  interrupted: until(badRun, ({ kind }) => kind === 'run.interrupted'),
  failed: badRun,
  refused: refusedRun,
  finished: goodRun,
  idle: idleRun,
  'many-hosts': manyHosts,
};
