import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import type { Next } from '../../../src/model/next-step.ts';
import { CASE_NAMES, problemOf } from '../gates/causes/cause-case.ts';
import { readCase, ROOT } from '../gates/case.ts';
import { FILES, isText, outcomes, placeOf } from './source.ts';

/** The parts of the program that create the errors of steps and gates. */
const STEPS_AND_GATES =
  /^src\/(gates|execute\/(gates|steps)|platforms\/\w+\/(gates|probes|external)|transport\/ssh\/methods)\//;
const KEYS = ['next', 'hint', 'missing', 'foreign', 'otherwise'];

/** False if the last step is not a command. Values from another file count as commands, because they are checked there. */
function endsWithCommand(node: ts.Expression): boolean {
  if (isText(node)) return false;
  if (ts.isIdentifier(node)) return constant(node)?.every(endsWithCommand) ?? true;
  if (!ts.isCallExpression(node)) return true;
  const last = node.arguments.at(-1);
  switch (node.expression.getText()) {
    case 'manual':
    case 'waitUntil':
      return false;
    case 'inOrder':
      return last === undefined || outcomes(last).every(endsWithCommand);
    case 'either':
      return node.arguments.some(endsWithCommand);
    default:
      return true;
  }
}

/** The values of a constant of the file. */
function constant(name: ts.Identifier): readonly ts.Expression[] | undefined {
  const statements = name.getSourceFile().statements.filter(ts.isVariableStatement);
  const all = statements.flatMap(({ declarationList }) => [...declarationList.declarations]);
  const value = all.find((one) => one.name.getText() === name.text)?.initializer;
  return value && outcomes(value);
}

function nextSteps(file: ts.SourceFile): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && KEYS.includes(node.name.getText())) found.push(node.initializer);
    if (ts.isVariableDeclaration(node) && KEYS.includes(node.name.getText()) && node.initializer)
      found.push(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const steps = FILES.filter(({ fileName }) => STEPS_AND_GATES.test(fileName)).flatMap(nextSteps);

describe('the last next step of an error of a step or a gate is a command', () => {
  test('in the source', () => {
    expect(steps.length).toBeGreaterThan(100);
    const without = steps.flatMap((one) => outcomes(one).filter((value) => !endsWithCommand(value)));
    expect(without.map((one) => `${placeOf(one)} ${one.getText()}`)).toEqual([]);
  });

  const kinds = (next: Next | undefined): readonly string[] =>
    [next ?? []].flat().map((step) => (typeof step === 'object' && 'kind' in step ? step.kind : 'manual'));

  test.each(CASE_NAMES)('in the golden case %s', (name) => {
    expect(kinds(problemOf(name).next).at(-1)).toMatch(/^(command|shell|repeat|either)$/);
  });

  test.each(readdirSync(ROOT))('in the golden cases of %s', (gate) => {
    const verdicts = readdirSync(`${ROOT}/${gate}`).map((file) => readCase(`${gate}/${file}`).verdict);
    const last = verdicts.flatMap(({ seen }) =>
      seen.flatMap(({ hint }) => (hint ? [kinds(hint).at(-1)] : [])),
    );
    expect(last.filter((kind) => !/^(command|shell|repeat|either)$/.test(kind ?? ''))).toEqual([]);
  });
});
