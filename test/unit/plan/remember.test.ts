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

/** A host whose file was written as wanted, holds `holds` now, and was found to hold `found` after the install. */
function host({
  holds,
  found,
  owner = 'root:root',
}: {
  holds?: string;
  found?: string;
  owner?: string;
}): Survey {
  const about = { path, mode: 0o600, owner, size: 1 } as const;
  const file: FileState =
    holds === undefined
      ? { ...about, kind: 'absent', sha256: '' }
      : { ...about, kind: 'file', sha256: sha256(holds) };
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
      ...(found === undefined ? {} : { [`observed${path}`]: receipt(sha256(found)) }),
    },
    jobs: {},
    guards: {},
  };
}

const kinds = (survey: Survey) => [write, remember].map((step) => stepState(step, survey, receiptKey).kind);

describe('a config.yaml that the install writes anew', () => {
  test.each([
    ['as written, before the install', host({ holds: 'wanted' }), ['up-to-date', 'remember']],
    [
      'as the install left it',
      host({ holds: 'rewritten', found: 'rewritten' }),
      ['up-to-date', 'up-to-date'],
    ],
    [
      'rewritten, and the run was killed before it was noted',
      host({ holds: 'rewritten' }),
      ['files', 'remember'],
    ],
    ['edited by hand', host({ holds: 'edited', found: 'rewritten' }), ['files', 'remember']],
    [
      'restored after that, and not yet noted',
      host({ holds: 'wanted', found: 'rewritten' }),
      ['up-to-date', 'remember'],
    ],
    ['restored and noted', host({ holds: 'wanted', found: 'wanted' }), ['up-to-date', 'up-to-date']],
    ['gone', host({ found: 'rewritten' }), ['files', 'remember']],
  ])('%s', (_, survey, expected) => {
    expect(kinds(survey)).toEqual(expected);
  });

  test('belongs to the product’s account afterwards, and that is no difference', () => {
    expect(kinds(host({ holds: 'rewritten', found: 'rewritten', owner: 'cfyuser:cfyuser' }))).toEqual([
      'up-to-date',
      'up-to-date',
    ]);
  });

  test('is written again when something else is wanted, whatever was found', () => {
    const other = {
      ...write,
      action: { kind: 'files', files: [{ ...config, want: { whole: 'other' } }] },
    } as const;
    expect(stepState(other, host({ holds: 'rewritten', found: 'rewritten' }), receiptKey).kind).toBe('files');
  });

  test('is foretold to be so once it is noted', () => {
    const before = { survey: host({ holds: 'wanted', found: 'rewritten' }), receiptKey };
    const after = surveyAfterStep(remember, stepState(remember, before.survey, receiptKey), before);
    expect(stepState(remember, after, receiptKey)).toEqual({ kind: 'up-to-date' });
  });
});

test('the file is asked for once, whether or not a step writes it', () => {
  const plan = (...steps: readonly Step[]): Plan => ({
    ...{ playbook: 'p', cluster: 'c', hosts: ['h'], memberships: [], guards: [], closing: [] },
    phases: [{ id: 'p', title: 't', after: [], order: 'parallel', lanes: [{ host: 'h', steps }], gates: [] }],
  });
  expect(surveyRequestFor(plan(write, remember), 'h').files).toEqual([{ path }]);
  expect(surveyRequestFor(plan(remember), 'h').files).toEqual([{ path }]);
});
