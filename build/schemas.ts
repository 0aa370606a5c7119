import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { Ajv, type SchemaObject } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { editorSchema } from './editor-schema.ts';

const root = resolve(import.meta.dirname, '..');

/** Each schema, the path of its validator, and of the schema for editors that is published. */
export const SCHEMAS = [
  {
    schema: 'src/inventory/schema/strict.schema.json',
    validator: 'src/inventory/schema/validate.generated.js',
    published: 'schema/inventory.schema.json',
  },
] as const;

/** Generates a validator as a self-contained ES module, because importing ajv at run time takes 175 ms. */
export function compileSchema(path: string): string {
  const schema = JSON.parse(readFileSync(join(root, path), 'utf8')) as SchemaObject;
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictTypes: false,
    code: { source: true, esm: true, lines: true },
  });
  // Editors and the messages of Quorate use this keyword.
  ajv.addKeyword('patternErrorMessage');
  const code = standalone(ajv, ajv.compile(schema));
  if (/\brequire\(|^import /m.test(code)) throw new Error(`the validator of ${path} is not self-contained`);
  return `// Made from ${path} by build/schemas.ts. Do not edit.\n${code}\n`;
}

/** Returns the schema for editors, which see an inventory before variables, ranges and the included file are resolved. */
export async function publishedSchema(path: string): Promise<string> {
  const strict = JSON.parse(readFileSync(join(root, path), 'utf8')) as SchemaObject;
  const schema = editorSchema(strict);
  return format(JSON.stringify(schema), { ...(await resolveConfig(root)), parser: 'json' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { schema, validator, published } of SCHEMAS) {
    writeFileSync(join(root, validator), compileSchema(schema));
    writeFileSync(join(root, published), await publishedSchema(schema));
  }
}
