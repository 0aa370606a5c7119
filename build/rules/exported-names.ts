/**
 * Fails if several files below `src` declare the same exported name, because each exported name has one meaning:
 * `tsx build/rules/exported-names.ts [ROOT]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = process.argv[2] ?? process.cwd();

function sources(): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${name}`)
    .sort();
}

/** Returns each name that a file declares and exports, once. A value and its type may share a name. */
function exportedNames(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return [...new Set(statements.filter(isExported).flatMap(declaredNames))];
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

const filesByName = new Map<string, string[]>();
for (const file of sources())
  for (const name of exportedNames(file)) filesByName.set(name, [...(filesByName.get(name) ?? []), file]);

const faults = [...filesByName]
  .filter(([, files]) => files.length > 1)
  .map(([name, files]) => `${name} has several meanings; rename it in all but one of: ${files.join(', ')}`);

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
