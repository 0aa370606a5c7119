import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { FileSpec, Step } from '../../../src/model/plan/step.ts';
import { surveyRequestFor } from '../../../src/plan/build/survey-request.ts';
import { hostDigest } from '../../../src/plan/digest.ts';
import { surveyAfterStep } from '../../../src/plan/compare/survey-after-step.ts';
import { stepState } from '../../../src/plan/compare/step-state.ts';
import type { FileState, Survey } from '../../../src/transport/port.ts';
import { EMPTY_PLAN } from '../../support/empty-plan.ts';

const path = '/etc/cloudify/config.yaml';
const receiptKey = new Secret('receipt key');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const keyed = hostDigest(receiptKey, 'machine-1');
const receipt = (content: string) =>
  ({ v: 2, inputs: { content: keyed(content) }, at: 1, run: 'r' }) as const;

const config: FileSpec = {
  path,
  mode: 0o600,
  owner: 'root:root',
  want: { whole: new Secret('wanted') },
  compare: 'receipt',
};
const write: Step = {
  id: 'stage/h/files',
  title: 't',
  host: 'h',
  action: { kind: 'files', files: [config] },
};
const remember: Step = { id: 'p/h/remember', title: 't', host: 'h', action: { kind: 'remember', path } };

/**
 * A host whose file was written as wanted.
 * @param content the content now; absent if the file is missing
 * @param observed the content in the receipt that is written after the installation
 */
function host({
  content,
  observed,
  owner = 'root:root',
}: {
  content?: string;
  observed?: string;
  owner?: string;
}): Survey {
  const about = { path, mode: 0o600, owner, size: 1 } as const;
  const file: FileState =
    content === undefined
      ? { ...about, kind: 'absent', sha256: '' }
      : { ...about, kind: 'file', sha256: sha256(content) };
  return {
    facts: {
      machineId: 'machine-1',
      bootId: 'b',
      hostname: 'h',
      os: 'debian 12',
      systemd: 252,
      clock: 0,
      clockAsked: 0,
      addresses: [],
      diskFree: {},
      memory: 0,
      listening: [],
      resolved: {},
    },
    files: [file],
    paths: {},
    receipts: {
      [`file${path}`]: receipt('wanted'),
      ...(observed === undefined ? {} : { [`observed${path}`]: receipt(sha256(observed)) }),
    },
    jobs: {},
    guards: {},
    unreadable: [],
    obstacles: [],
  };
}

const kinds = (survey: Survey) => [write, remember].map((step) => stepState(step, survey, receiptKey).kind);

describe('a config.yaml that the installation rewrites', () => {
  test.each([
    ['as written, before the installation', host({ content: 'wanted' }), ['up-to-date', 'remember']],
    [
      'as the installation left it',
      host({ content: 'rewritten', observed: 'rewritten' }),
      ['up-to-date', 'up-to-date'],
    ],
    [
      'rewritten, but the run was killed before the receipt was written',
      host({ content: 'rewritten' }),
      ['files', 'remember'],
    ],
    ['edited by hand', host({ content: 'edited', observed: 'rewritten' }), ['files', 'remember']],
    [
      'restored after that, without a new receipt',
      host({ content: 'wanted', observed: 'rewritten' }),
      ['up-to-date', 'remember'],
    ],
    [
      'restored, with a new receipt',
      host({ content: 'wanted', observed: 'wanted' }),
      ['up-to-date', 'up-to-date'],
    ],
    ['missing', host({ observed: 'rewritten' }), ['files', 'remember']],
  ])('%s', (_, survey, expected) => {
    expect(kinds(survey)).toEqual(expected);
  });

  test('may belong to the account of the product', () => {
    expect(kinds(host({ content: 'rewritten', observed: 'rewritten', owner: 'cfyuser:cfyuser' }))).toEqual([
      'up-to-date',
      'up-to-date',
    ]);
  });

  test('is written again if another content is wanted, whatever was observed', () => {
    const other = {
      ...write,
      action: { kind: 'files', files: [{ ...config, want: { whole: 'other' } }] },
    } as const;
    expect(stepState(other, host({ content: 'rewritten', observed: 'rewritten' }), receiptKey).kind).toBe(
      'files',
    );
  });

  test('is forecast to be up to date after the receipt is written', () => {
    const before = { survey: host({ content: 'wanted', observed: 'rewritten' }), receiptKey };
    const after = surveyAfterStep(remember, stepState(remember, before.survey, receiptKey), before);
    expect(stepState(remember, after, receiptKey)).toEqual({ kind: 'up-to-date' });
  });
});

test('the survey requests the file once, whether or not a step writes it', () => {
  const plan = (...steps: readonly Step[]): Plan => ({
    ...EMPTY_PLAN,
    hosts: ['h'],
    phases: [{ id: 'p', title: 't', after: [], order: 'parallel', lanes: [{ host: 'h', steps }], gates: [] }],
  });
  expect(surveyRequestFor(plan(write, remember), ['h']).files).toEqual([{ path }]);
  expect(surveyRequestFor(plan(remember), ['h']).files).toEqual([{ path }]);
});
