/** A JSON schema as plain data. */
interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Schemas;
  readonly definitions?: Schemas;
}

type Schemas = Readonly<Record<string, Schema>>;

/** Definitions and keys whose `env` names the source of a secret. */
const SOURCES = ['value', 'password', 'variable'];
/** Values of a host that may contain a range. */
const RANGED = ['name', 'address', 'private_ip', 'public_ip', 'hostname'];

const ENVIRONMENT = {
  description: 'the value of an environment variable',
  type: 'object',
  additionalProperties: false,
  required: ['env'],
  properties: {
    env: { description: 'the name of an environment variable', $ref: '#/definitions/variable' },
  },
};

const RANGE = {
  type: 'string',
  pattern: '\\[\\d+-\\d+\\]',
  patternErrorMessage: 'write a range such as db[1-3]',
};

/**
 * Derives the schema for editors from the schema of resolved inventories: a text may be `{ env: NAME }`, values of a host
 * may contain ranges, and required keys may be in the included file.
 */
export function editorSchema(strict: Schema): Schema {
  const { definitions = {}, properties = {}, required, if: native, else: otherwise, ...head } = strict;
  const { secrets, ...rest } = properties;
  const ofSecrets = secrets?.properties ?? {};
  const edited = mapped(definitions, (one, name) => (SOURCES.includes(name) ? one : withEnvironment(one)));
  const host = { ...edited['host'], properties: mapped(edited['host']?.properties ?? {}, withRange) };
  return {
    ...head,
    anyOf: [{ required, if: native, else: otherwise }, { required: ['name', 'include'] }],
    properties: {
      ...mapped(rest, withEnvironment),
      secrets: {
        ...secrets,
        properties: mapped(ofSecrets, (one, key) => (key === 'env' ? one : withEnvironment(one))),
      },
    },
    definitions: { ...edited, host, environment: ENVIRONMENT },
  };
}

function withRange(schema: Schema, key: string): Schema {
  if (!RANGED.includes(key)) return schema;
  const { description, ...value } = schema;
  return { description, anyOf: [value, RANGE] };
}

const mapped = (of: Schemas, change: (one: Schema, key: string) => Schema): Schemas =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]));

/** Adds `{ env: NAME }` to each schema that accepts a text. */
function withEnvironment(schema: Schema): Schema {
  const below = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'allOf' ? value : within(key, value)]),
  ) as Schema;
  const acceptsText = [schema['type']].flat().includes('string') || Array.isArray(schema['enum']);
  if (!acceptsText) return below;
  const { description, default: preset, ...value } = below;
  return {
    ...(description !== undefined && { description }),
    ...(preset !== undefined && { default: preset }),
    anyOf: [value, { $ref: '#/definitions/environment' }],
  };
}

function within(key: string, value: unknown): unknown {
  if (key === 'properties') return mapped(value as Schemas, withEnvironment);
  const isSchema = (key === 'items' || key === 'additionalProperties') && typeof value === 'object';
  return isSchema ? withEnvironment(value as Schema) : value;
}
