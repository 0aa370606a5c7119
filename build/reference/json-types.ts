import { join } from 'node:path';
import ts from 'typescript';
import { FORMAT } from '../../src/model/stored-formats.ts';
import { TypeSchemas, type Schema } from './type-schema.ts';

const ROOT = join(import.meta.dirname, '../..');
const EVENTS = 'src/events/events.ts';

/** The file in `src/cli` that prints the JSON of a command, by command. */
export const PRINTED_BY: Readonly<Record<string, string>> = {
  'certificates check': 'certificates/check.ts',
  'certificates csr': 'certificates/csr.ts',
  'certificates fetch': 'certificates/fetch.ts',
  'certificates import': 'certificates/import.ts',
  'certificates issue': 'certificates/issue.ts',
  check: 'inspect/check.ts',
  drift: 'inspect/drift.ts',
  explain: 'arguments/explain/explain.ts',
  'explain RUN SEQ': 'arguments/explain/explain-event.ts',
  import: 'init/import.ts',
  init: 'init/init.ts',
  plan: 'run/compared-plan.ts',
  recover: 'inspect/recover.ts',
  report: 'run/report.ts',
  runs: 'inspect/runs.ts',
  'secrets check': 'secrets/check.ts',
  'secrets edit': 'secrets/edit.ts',
  'secrets generate': 'secrets/generate.ts',
  'secrets list': 'secrets/list.ts',
  'ssh-config': 'inspect/ssh-config.ts',
  status: 'inspect/status.ts',
  trust: 'inspect/trust.ts',
  unlock: 'inspect/unlock.ts',
  'status --watch': 'inspect/watch/status-watch.ts',
  validate: 'inspect/validate.ts',
  watch: 'inspect/watch/watch.ts',
};

/** Prints the problems of every command that fails. */
const PROBLEMS = 'inspect/json-problems.ts';
/** Declares the keys that list the written files. */
const WRITER = 'src/cli/terminal/written-report.ts';
/** The functions whose argument is printed as JSON. The last one adds the keys of `filesInJson`. */
const PRINTERS = ['jsonOutput', 'report.finish'];

export interface JsonTypes {
  readonly events: Readonly<Record<string, Schema>>;
  readonly answers: Readonly<Record<string, Schema>>;
  readonly problems: Schema;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Reads the types of all events and of the JSON of every command from the program. */
export function jsonTypes(): JsonTypes {
  const program = ts.createProgram([join(ROOT, 'src/cli/quorate.ts'), join(ROOT, EVENTS)], {
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, noEmit: true, strict: true },
    ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, lib: ['lib.es2023.d.ts'] },
    ...{ skipLibCheck: true, types: ['node'] },
  });
  const checker = program.getTypeChecker();
  const schemas = new TypeSchemas(checker);
  const answer = (file: string) => answerIn(sourceOf(program, `src/cli/${file}`), program, schemas);
  return {
    events: eventsOf(sourceOf(program, EVENTS), checker, schemas),
    answers: Object.fromEntries(Object.entries(PRINTED_BY).map(([name, file]) => [name, answer(file)])),
    problems: answer(PROBLEMS),
    definitions: schemas.definitions,
  };
}

function sourceOf(program: ts.Program, file: string): ts.SourceFile {
  const source = program.getSourceFile(join(ROOT, file));
  if (!source) throw new Error(`${file} is not part of the program`);
  return source;
}

function eventsOf(source: ts.SourceFile, checker: ts.TypeChecker, schemas: TypeSchemas): JsonTypes['events'] {
  const union = checker.getDeclaredTypeOfSymbol(exported(source, checker, 'RunEvent'));
  const members = union.isUnion() ? union.types : [];
  return Object.fromEntries(
    members.map((member) => {
      const schema = schemas.ofProperties(member);
      return [String(schema.properties?.['kind']?.enum?.[0]), schema] as const;
    }),
  );
}

/** The schema of the object that a file prints, without the number of the format. @throws Error if it prints none */
function answerIn(source: ts.SourceFile, program: ts.Program, schemas: TypeSchemas): Schema {
  const checker = program.getTypeChecker();
  const [call] = callsIn(source);
  const argument = call?.arguments.at(-1);
  if (!call || !argument) throw new Error(`${source.fileName} prints no JSON`);
  const schema = schemas.ofProperties(checker.getTypeAtLocation(argument));
  const isWriting = call.expression.getText() !== 'jsonOutput';
  const properties = {
    v: { enum: [FORMAT] },
    ...schema.properties,
    ...(isWriting && filesKeys(program, schemas)),
  };
  return { ...schema, properties, required: ['v', ...(schema.required ?? [])] };
}

/** The schemas of the keys that list the written files. */
function filesKeys(program: ts.Program, schemas: TypeSchemas): Schema['properties'] {
  const checker = program.getTypeChecker();
  const writer = checker.getTypeOfSymbol(exported(sourceOf(program, WRITER), checker, 'filesInJson'));
  const [signature] = writer.getCallSignatures();
  return schemas.ofProperties((signature as ts.Signature).getReturnType()).properties;
}

/** The symbol that a file exports under this name. */
function exported(source: ts.SourceFile, checker: ts.TypeChecker, wanted: string): ts.Symbol {
  const all = checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol);
  return all.find(({ name }) => name === wanted) as ts.Symbol;
}

function callsIn(node: ts.Node): readonly ts.CallExpression[] {
  const below: ts.CallExpression[] = [];
  node.forEachChild((child) => void below.push(...callsIn(child)));
  const isOne = ts.isCallExpression(node) && PRINTERS.includes(node.expression.getText());
  return isOne ? [node, ...below] : below;
}
