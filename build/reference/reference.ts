/** Writes docs/reference and the schemas of events and JSON output, from the declarations of the program. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './commands.ts';
import { hostFilesPage } from './host-files.ts';
import { inventoryKeysPage } from './inventory-keys.ts';
import { eventsPage, jsonPage, usedDefinitions } from './json-pages.ts';
import { jsonTypes, type JsonTypes } from './json-types.ts';
import { pageText } from './markdown.ts';
import { causesPage, exitCodesPage, gatesPage, playbooksPage } from './words.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** The files of the reference, by their path in the repository. */
export function referenceFiles(types: JsonTypes = jsonTypes()): Readonly<Record<string, string>> {
  const pages = [
    ...[commandsPage, inventoryKeysPage, eventsPage(types), jsonPage(types), gatesPage],
    ...[playbooksPage, exitCodesPage, causesPage, hostFilesPage],
  ];
  const answers = Object.entries(types.answers).map(([title, schema]) => ({ title, ...schema }));
  return {
    ...Object.fromEntries(pages.map((page) => [`docs/reference/${page.name}.md`, pageText(page)])),
    'schema/events.schema.json': schemaText('An event of a run', Object.values(types.events), types),
    'schema/output.schema.json': schemaText(
      'The JSON of a command',
      [...answers, { title: 'a command that failed', ...types.problems }],
      types,
    ),
  };
}

function schemaText(title: string, anyOf: readonly object[], { definitions }: JsonTypes): string {
  const schema = { $schema: DRAFT, title, anyOf, definitions: usedDefinitions(definitions, anyOf) };
  return `${JSON.stringify(schema, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(referenceFiles())) {
    mkdirSync(join(ROOT, path, '..'), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
