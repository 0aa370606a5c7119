import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type SchemaObject } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const root = resolve(import.meta.dirname, '..');

/** Each published schema, and the path of its validator. */
export const SCHEMAS = [
  { schema: 'schema/inventory.schema.json', validator: 'src/inventory/schema/validate.generated.js' },
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { schema, validator } of SCHEMAS) writeFileSync(join(root, validator), compileSchema(schema));
}
