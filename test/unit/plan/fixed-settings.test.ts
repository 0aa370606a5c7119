import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { ComparedStep } from '../../../src/plan/compare/compare.ts';
import { fixedSettings } from '../../../src/plan/compare/fixed-settings.ts';
import { hostDigest, keyedInputs } from '../../../src/plan/digest.ts';
import type { Survey } from '../../../src/transport/port.ts';

const receiptKey = new Secret('key of the receipts');
const WANTED = { address: 'a', cluster: 'b', etcd_token: 'c' };

function step(host: string): ComparedStep {
  const fixed = { service: 'database', inputs: WANTED } as const;
  const id = `stage/${host}/files`;
  const one = { id, title: 'write', host, action: { kind: 'files', files: [], fixed } as const };
  const state = { kind: 'files', files: [] } as const;
  return { phase: 'stage', step: one, host, now: state, state, uncertain: false };
}

/** A host whose member was installed with these settings. */
function surveyed(installed: Readonly<Record<string, string>>, bootstrapped = true): Survey {
  const inputs = keyedInputs(installed, hostDigest(receiptKey, 'machine'));
  const receipt = (of: Readonly<Record<string, string>>) => ({ v: 2 as const, inputs: of, at: 0, run: 'r' });
  const receipts = {
    'install/database': receipt(inputs),
    ...(bootstrapped ? { 'bootstrapped/database': receipt({}) } : {}),
  };
  return { receipts, facts: { machineId: 'machine' } } as unknown as Survey;
}

const problemsOf = (...surveys: readonly Survey[]) =>
  fixedSettings(
    surveys.map((_, i) => step(`db${i + 1}`)),
    { surveyOf: (host) => surveys[Number(host.slice(2)) - 1], receiptKey },
  ).map(({ where, what }) => `${where}: ${String(what)}`);

describe('a fixed setting', () => {
  test('that changed on several members is one problem', () => {
    const changed = surveyed({ ...WANTED, cluster: 'former' });
    expect(problemsOf(changed, surveyed(WANTED), changed)).toEqual([
      expect.stringMatching(/^db1, db3: .*cannot be changed: cluster$/),
    ]);
  });

  test.each([
    ['is the same', surveyed(WANTED)],
    ['is missing in the receipt of an earlier version', surveyed({ address: 'a', etcd: 'e' })],
    ['belongs to a service that is not bootstrapped', surveyed({ ...WANTED, cluster: 'former' }, false)],
    [
      'has another digest because the key of the receipts was renewed',
      surveyed({ address: 'x', cluster: 'y', etcd_token: 'z' }),
    ],
  ])('that %s is no problem', (_, survey) => {
    expect(problemsOf(survey)).toEqual([]);
  });
});
