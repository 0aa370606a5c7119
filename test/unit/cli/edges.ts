import { afterEach, expect } from '@jest/globals';
import { wrongNextSteps } from '../../support/printed-errors.ts';
import { bareEdges } from './bare-edges.ts';
import type { FakeOptions } from './bare-edges.ts';
import { COMMANDS } from './commands.ts';

export { whenPrinted } from './bare-edges.ts';

/** Commands that only tests declare. */
const OF_TESTS = /: quorate (things|look|add) /;

/** Output of the simulated processes of the current test. */
const printed: (() => string)[] = [];
afterEach(() => {
  const texts = printed.splice(0).map((text) => text());
  const wrong = texts.flatMap((text) => wrongNextSteps(text, COMMANDS));
  expect(wrong.filter((text) => !OF_TESTS.test(text))).toEqual([]);
});

/** A simulated process. After the test, every next step that the process printed must be a command that parses. */
export function fakeEdges(options?: FakeOptions): ReturnType<typeof bareEdges> {
  const simulated = bareEdges(options);
  printed.push(simulated.stdout, simulated.stderr);
  return simulated;
}
