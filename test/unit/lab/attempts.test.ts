import { describe, expect, test } from '@jest/globals';
import { tally, tallyLine, type Attempt, type Outcome } from '../../lab/writer/attempts.ts';

const at = (startedAt: number, outcome: Outcome = 'acknowledged'): Attempt => ({
  ...{ startedAt, endedAt: startedAt + 10, outcome },
});

describe('the tally of a writer', () => {
  test('excludes failovers from the share, and counts broken and refused attempts', () => {
    const attempts = [at(0), at(100, 'broken'), at(200, 'refused'), at(300), at(400, 'refused'), at(500)];
    expect(tally(attempts, [{ from: 205, to: 290 }])).toEqual({
      ...{ attempts: 6, acknowledged: 3, broken: 1, refused: 2 },
      ...{ share: 0.6, longestGapMs: 300 },
    });
  });

  test('treats a failover as ended at the next acknowledged attempt', () => {
    const attempts = [at(0), at(200, 'refused'), at(300, 'broken'), at(400), at(500, 'refused')];
    expect(tally(attempts, [{ from: 205, to: 250 }]).share).toBeCloseTo(2 / 3);
    expect(tally([at(0), at(200, 'refused')], [{ from: 150, to: 160 }]).share).toBe(1);
  });

  test('includes the gaps before the first and after the last acknowledgement', () => {
    expect(tally([at(0, 'refused'), at(700), at(800)]).longestGapMs).toBe(710);
    expect(tally([at(0), at(100), at(900, 'broken')]).longestGapMs).toBe(800);
    expect(tally([]).longestGapMs).toBe(0);
  });

  test('is printed on one line', () => {
    expect(tallyLine('rows', tally([at(0), at(100), at(200, 'refused')]))).toBe(
      'rows: 3 attempts, 2 acknowledged (66.7 % outside failovers), 0 broken, 1 refused, longest gap 0.1 s',
    );
  });
});
