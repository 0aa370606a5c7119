import { describe, expect, test } from '@jest/globals';
import {
  either,
  shellHere,
  inOrder,
  manual,
  nextAsSteps,
  nextText,
  shellOn,
  RUN_AGAIN,
  runAgain,
  commandStep,
  waitUntil,
  type Next,
} from '../../../src/model/next-step.ts';

const add = commandStep('add-broker', { host: 'rabbit4', flags: ['--address', '198.51.100.24'] });

describe('a next step', () => {
  test.each<[string, Next]>([
    ['quorate add-broker prod.yaml rabbit4 --address 198.51.100.24', add],
    [
      'add it first: quorate add-broker prod.yaml rabbit4',
      commandStep('add-broker', { host: 'rabbit4', purpose: 'add it first' }),
    ],
    [
      'quorate certificates fetch db:5432',
      commandStep('certificates fetch', { insteadOfInventory: 'db:5432' }),
    ],
    ["quorate plan prod.yaml --save 'my plan'", commandStep('plan', { flags: ['--save', 'my plan'] })],
    ['on db1: df -h, then run the same command again', inOrder(shellOn('db1', 'df -h'), RUN_AGAIN)],
    ['to keep it, on db1: id', shellOn('db1', 'id', 'to keep it')],
    ['look at it; then: id -u', inOrder('look at it', shellHere('id -u'))],
    ['check: id, or on db1: df', either(shellHere('id', 'check'), shellOn('db1', 'df'))],
    ['run the same command again', RUN_AGAIN],
    ['run the same command again with --yes', runAgain({ with: '--yes' })],
    [
      'look at it; if db2 is up, run the same command again without --lost',
      inOrder(manual('look at it'), runAgain({ when: 'if db2 is up', without: '--lost' })),
    ],
    [
      'wait until it is healthy, then run the same command again',
      inOrder(waitUntil('it is healthy'), RUN_AGAIN),
    ],
    ['look at it; then: quorate verify prod.yaml', inOrder(manual('look at it'), commandStep('verify'))],
    ['bring it back, or: quorate status prod.yaml', either(manual('bring it back'), commandStep('status'))],
    ['correct it; ask its owner', inOrder('correct it', undefined, 'ask its owner')],
    ['$EDITOR prod.yaml', { kind: 'edit-inventory' }],
  ])('reads: %s', (text, next) => {
    expect(nextText(next, { inventory: 'prod.yaml' })).toBe(text);
  });

  test('is a list of steps in JSON, wherever it is', () => {
    const problem = { what: 'x', next: 'correct it', seen: [{ hint: add }], cause: undefined };
    expect(JSON.parse(JSON.stringify(problem, nextAsSteps))).toEqual({
      what: 'x',
      next: [{ kind: 'manual', text: 'correct it' }],
      seen: [{ hint: [add] }],
    });
  });
});
