/**
 * Fails if several files below `src` declare the same exported name, because each exported name has one meaning, and if
 * no file below `src` imports an exported name: `tsx build/rules/exported-names.ts [ROOT]`. The generator of the reference
 * imports declarations too.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = process.argv[2] ?? process.cwd();

/** Names that only tests import, because their other callers are in the same file. */
const FOR_TESTS = new Set<string>([
  'CONFIG_SECTIONS',
  'EVENT_KINDS',
  'OFFERED',
  'Random',
  'drawPhase',
  'isRemoved',
  'toLog',
  'wrap',
]);

/** The TypeScript files below a directory. */
function sources(directory = 'src'): readonly string[] {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${directory}/${name}`)
    .sort();
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
}

/** Returns each name that a file declares and exports, once. A value and its type may share a name. */
function exportedNames(file: string): readonly string[] {
  return [...new Set(parsed(file).statements.filter(isExported).flatMap(declaredNames))];
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  const { name } = statement as ts.DeclarationStatement;
  return name ? [name.text] : [];
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

/** Returns the names that a file imports. If it calls `import()`, the properties that it reads count as well. */
function importedNames(file: string): readonly string[] {
  const names: string[] = [];
  const properties: string[] = [];
  let isDynamic = false;
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) names.push((node.propertyName ?? node.name).text);
    if (ts.isPropertyAccessExpression(node)) properties.push(node.name.text);
    if (ts.isBindingElement(node)) properties.push(...boundProperty(node));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) isDynamic = true;
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  return isDynamic ? [...names, ...properties] : names;
}

function boundProperty({ propertyName, name }: ts.BindingElement): readonly string[] {
  const property = propertyName ?? name;
  return ts.isIdentifier(property) ? [property.text] : [];
}

/** Every platform exports its own `brokers`, `flowsOf` and so on: they have one meaning, because one type requires them. */
function isOfEachPlatform(files: readonly string[]): boolean {
  const platforms = files.map((file) => /^src\/platforms\/(\w+)\//.exec(file)?.[1]);
  return platforms.every((name) => name !== undefined) && new Set(platforms).size === files.length;
}

const filesByName = new Map<string, string[]>();
for (const file of sources())
  for (const name of exportedNames(file)) filesByName.set(name, [...(filesByName.get(name) ?? []), file]);

const repeated = [...filesByName]
  .filter(([, files]) => files.length > 1 && !isOfEachPlatform(files))
  .map(([name, files]) => `${name} has several meanings; rename it in all but one of: ${files.join(', ')}`);

const imported = new Set([...sources(), ...sources('build/reference')].flatMap(importedNames));
const unused = [...filesByName]
  .filter(([name]) => !imported.has(name) && !FOR_TESTS.has(name))
  .map(
    ([name, files]) =>
      `${name} is exported but no file of src imports it; do not export it: ${files.join(', ')}`,
  );

const faults = [...repeated, ...unused];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
