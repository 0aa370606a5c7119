import { exitsWith, type ProgramUsages } from './usage.ts';

export const sleepUsages: ProgramUsages = {
  questions: { SECONDS: (_context, { SECONDS }) => exitsWith(0, 1_000 * Number(SECONDS)) },
  actions: {},
};
