import ts from 'typescript';
import { samplesOf } from './samples.ts';
import { outcomes, type Producer } from './source.ts';

const SERVICES = ['database', 'broker', 'manager', 'load-balancer'];
/** The commands that `recover` prints for a service without a majority. */
const RECOVERY = ['replace-host', 'add-database', 'add-broker'];

/** Command lines, without `quorate`, that a call of `commandStep` may render. */
export function commandLines({ arguments: [command, options] }: Producer): readonly (readonly string[])[] {
  const names = command ? namesOf(command) : [];
  return names.map((name) => [...name.split(' '), ...positionals(options), ...flags(options)]);
}

function namesOf(command: ts.Expression): readonly string[] {
  const text = command.getText();
  if (ts.isStringLiteralLike(command)) return [command.text];
  if (text === 'command') return RECOVERY;
  const [, verb, what] = /^`(add|remove)-\$\{(?:votes\.)?(service)\}`$/.exec(text) ?? [];
  return what === undefined ? [text] : SERVICES.map((service) => `${verb}-${service}`);
}

function positionals(options: ts.Expression | undefined): readonly string[] {
  const server = property(options, 'insteadOfInventory');
  const inventory = server ? samplesOf(server).slice(0, 1) : ['inventory.yaml'];
  return [...inventory, ...(property(options, 'host') ? ['db1'] : [])];
}

function flags(options: ts.Expression | undefined): readonly string[] {
  const value = property(options, 'flags');
  const list = value && ts.isIdentifier(value) ? initializerOf(value) : value;
  if (!list || !ts.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap(elementsOf);
}

function elementsOf(element: ts.Expression): readonly string[] {
  if (!ts.isSpreadElement(element)) return samplesOf(element).slice(0, 1);
  return outcomes(element.expression).flatMap((one) =>
    ts.isArrayLiteralExpression(one) ? one.elements.flatMap(elementsOf) : [],
  );
}

/** The value of a property of an object literal, also if it is written in short. */
function property(options: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  for (const one of options.properties) {
    if (one.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(one)) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one)) return one.name;
  }
  return undefined;
}

/** The value of a constant of the same file. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text) found = node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}
