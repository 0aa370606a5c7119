import { EVENT_KINDS } from '../../src/model/stored-formats.ts';
import type { JsonTypes } from './json-types.ts';
import { keysTable, typeText, type Page } from './markdown.ts';
import type { Schema } from './type-schema.ts';

/** Keys of every event, which are listed once. */
const STAMP = ['v', 'run', 'seq', 'at', 'kind'];

export function eventsPage({ events, definitions }: JsonTypes): Page {
  const first = Object.values(events)[0] ?? {};
  return {
    name: 'events',
    title: 'Events',
    intro:
      'The events of `--output json` and of `events.ndjson`, one JSON object a line, from the types of the program. A key ' +
      'with a question mark may be absent. `schema/events.schema.json` is the same as a JSON schema. ' +
      '[Output](../output.md) explains the order of events.',
    body: [
      '## Keys of every event',
      keysTable(only(first, (name) => STAMP.includes(name))),
      ...EVENT_KINDS.flatMap((kind) => {
        const own = only(events[kind] ?? {}, (name) => !STAMP.includes(name));
        return [
          `## ${kind}`,
          Object.keys(own.properties ?? {}).length > 0 ? keysTable(own) : 'No further keys.',
        ];
      }),
      ...definitionsText(definitions, events),
    ],
  };
}

export function jsonPage({ answers, problems, definitions }: JsonTypes): Page {
  return {
    name: 'json',
    title: 'JSON of every command',
    intro:
      'The JSON object that each command prints with `--output json`, from the types of the program. A key with a question ' +
      'mark may be absent. Commands that change hosts, `deploy`, `rehearse` and `verify` print [events](events.md); with ' +
      '`--dry-run`, they print the object of `plan`. `schema/output.schema.json` is the same as a JSON schema. ' +
      '[Output](../output.md) explains the values.',
    body: [
      ...Object.entries(answers).flatMap(([command, schema]) => [`## ${command}`, keysTable(schema)]),
      '## A command that failed',
      keysTable(problems),
      ...definitionsText(definitions, answers),
    ],
  };
}

function only({ properties = {}, ...schema }: Schema, isKept: (name: string) => boolean): Schema {
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isKept(name))),
  };
}

/** The named types that the schemas refer to, directly or through another one. */
export function usedDefinitions(
  definitions: JsonTypes['definitions'],
  schemas: object,
): JsonTypes['definitions'] {
  const used = new Set<string>();
  const collect = (part: object) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/definitions\/(\w+)"/g))
      if (!used.has(name)) {
        used.add(name);
        collect(definitions[name] ?? {});
      }
  };
  collect(schemas);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => used.has(name)));
}

function definitionsText(definitions: JsonTypes['definitions'], schemas: object): readonly string[] {
  const used = Object.entries(usedDefinitions(definitions, schemas));
  return [
    '## Types',
    ...used.flatMap(([name, schema]) => [
      `### ${name}`,
      schema.properties ? keysTable(schema) : typeText(schema),
    ]),
  ];
}
