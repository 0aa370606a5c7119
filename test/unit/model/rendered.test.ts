/* eslint-disable @typescript-eslint/no-unsafe-call -- calls that do not compile have no type */
import { expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import type { RunFact } from '../../../src/events/events.ts';
import type { Answer, Verdict } from '../../../src/model/health/gate.ts';
import type { NoView } from '../../../src/model/health/membership.ts';
import type { FileForecast, Forecast } from '../../../src/model/plan/forecast.ts';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import { nextText, commandStep } from '../../../src/model/next-step.ts';
import { printable, type Rendered } from '../../../src/model/rendered.ts';

type Fact<Kind extends RunFact['kind']> = Extract<RunFact, { readonly kind: Kind }>;

/**
 * Every line below a `@ts-expect-error` matches text that was rendered for people. `npm run types` fails if one of them
 * compiles. Nothing calls the function.
 */
export function matchesRenderedText(
  text: Rendered,
  {
    problem,
    seen,
    view,
    answer,
  }: {
    readonly problem: Problem;
    readonly seen: Verdict['seen'][number];
    readonly view: NoView;
    readonly answer: Extract<Answer, { kind: 'no-answer' }>;
  },
): readonly unknown[] {
  const proof = renderProof({ state: 'safe', clauses: [] });
  return [
    // @ts-expect-error a regular expression takes no rendered text
    /refused/.test(text),
    // @ts-expect-error rendered text has no methods of a string
    text.includes('refused'),
    // @ts-expect-error rendered text has no methods of a string
    text.replace(/: safe$/, ''),
    // @ts-expect-error rendered text has no methods of a string
    proof.match(/is alone/),
    // @ts-expect-error the vote count is not cut
    proof.split('; '),
    // @ts-expect-error a problem is not recognized by its text
    /no host/.test(problem.what),
    // @ts-expect-error the cause of a problem is not read from its text
    problem.why?.startsWith('cause'),
    // @ts-expect-error a next step is data
    problem.next?.includes('--lost'),
    // @ts-expect-error the line of a gate is for people
    seen.line.endsWith('healthy'),
    // @ts-expect-error the cause of a missing answer is data
    /refused/i.test(view.text),
    // @ts-expect-error the cause of a missing answer is data
    answer.text.toLowerCase(),
    // @ts-expect-error advice is data until it is printed
    nextText(commandStep('status')).slice(1),
  ];
}

/** Matches the texts of events and forecasts in the same way. */
export function matchesTextOfEvents({
  warned,
  lost,
  finished,
  ended,
  forecast,
  file,
}: {
  readonly warned: Fact<'run.warned'>;
  readonly lost: Fact<'host.lost'>;
  readonly finished: Fact<'step.finished'>;
  readonly ended: Fact<'run.finished'>;
  readonly forecast: Forecast;
  readonly file: FileForecast;
}): readonly unknown[] {
  return [
    // @ts-expect-error a warning is for people
    warned.text.includes('host key'),
    // @ts-expect-error the cause of a lost connection is for people
    /timeout/.test(lost.why),
    // @ts-expect-error `requires` is data, its note is not
    finished.note?.startsWith('settings changed'),
    // @ts-expect-error the note of a required command is for people
    ended.requires[0]?.note.split('; '),
    // @ts-expect-error the closing lines are for people
    ended.closing[0]?.trim(),
    // @ts-expect-error the mark of a forecast is data, its note is not
    forecast.note?.match(/already installed/),
    // @ts-expect-error the notes of a file are for people
    file.notes[0]?.endsWith('secret'),
  ];
}

test('a writer prints rendered text', () => {
  const text: Rendered = 'etcd: 3 members';
  expect(printable(text)).toBe('etcd: 3 members');
  expect(`${text}`).toBe('etcd: 3 members');
});
