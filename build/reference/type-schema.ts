import ts from 'typescript';

/** A JSON schema as plain data. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
}

/** `NextSteps`: the JSON of every next step is a list, as `nextAsSteps` (src/model/next-step.ts) writes it. */
const NEXT_KEYS = ['next', 'hint'];

/** Types that are nested more deeply have the schema of any value. */
const DEEPEST = 15;

/** Converts types of the program, as the compiler sees them, to JSON schemas of the JSON that contains their values. */
export class TypeSchemas {
  readonly #checker: ts.TypeChecker;
  /** The types that contain the one that is being converted. */
  readonly #within: ts.Type[] = [];
  readonly #definitions = new Map<string, { readonly type: ts.Type; schema: Schema }>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** The schemas of named types that other schemas refer to, by name. */
  get definitions(): Readonly<Record<string, Schema>> {
    const sorted = [...this.#definitions].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { schema }]) => [name, schema]));
  }

  /** @returns the schema of a type: a reference if the type has a name */
  of(type: ts.Type): Schema {
    if (type.flags & ts.TypeFlags.StringLike || isBranded(type)) return literal(type) ?? { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return literal(type) ?? { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return { enum: [(type as ts.Type & { readonly intrinsicName: string }).intrinsicName === 'true'] };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isUnion()) return this.#union(type);
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#object(type);
    return {};
  }

  /** @returns the schema of an object's properties, even if its type has a name */
  ofProperties(type: ts.Type): Schema {
    const properties = this.#checker.getPropertiesOfType(type).flatMap((property) => {
      const own = this.#checker.getTypeOfSymbol(property);
      if (own.getCallSignatures().length > 0) return [];
      return [[property.name, this.#property(property, own), isOptional(property, own)] as const];
    });
    return {
      type: 'object',
      properties: Object.fromEntries(properties.map(([name, schema]) => [name, schema])),
      required: properties.filter(([, , optional]) => !optional).map(([name]) => name),
    };
  }

  #property(property: ts.Symbol, type: ts.Type): Schema {
    const schema = NEXT_KEYS.includes(property.name) ? this.#nextSteps(type) : this.of(type);
    const description = ts
      .displayPartsToString(property.getDocumentationComment(this.#checker))
      .replace(/\s+/g, ' ')
      .trim();
    return description === '' ? schema : { description, ...schema };
  }

  #nextSteps(type: ts.Type): Schema {
    const list = (type.isUnion() ? type.types : [type]).filter((one) => this.#checker.isArrayLikeType(one));
    return list[0] ? this.of(list[0]) : this.of(type);
  }

  #union(type: ts.UnionType): Schema {
    const types = type.types.filter((one) => !(one.flags & ts.TypeFlags.Undefined));
    const schemas = types.map((one) => this.of(one));
    // Sorted, because the order of the compiler depends on the rest of the program.
    const values = [...new Set(schemas.flatMap((one) => one.enum ?? []))].sort();
    const isBoolean = values.includes(true) && values.includes(false);
    const literals = isBoolean ? values.filter((one) => typeof one !== 'boolean') : values;
    const all: readonly Schema[] = [
      ...(literals.length > 0 ? [{ enum: literals }] : []),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...schemas.filter((one) => !one.enum),
    ];
    const distinct = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
    return distinct.length === 1 ? (distinct[0] ?? {}) : { anyOf: distinct };
  }

  #object(type: ts.Type): Schema {
    const isKnown = this.#definitions.get(nameOf(type) ?? '')?.type === type;
    if (!isKnown && (this.#within.includes(type) || this.#within.length > DEEPEST)) return {};
    this.#within.push(type);
    try {
      return this.#listOrObject(type);
    } finally {
      this.#within.pop();
    }
  }

  #listOrObject(type: ts.Type): Schema {
    const [item] = this.#checker.isArrayLikeType(type)
      ? this.#checker.getTypeArguments(type as ts.TypeReference)
      : [];
    if (item) return { type: 'array', items: this.of(item) };
    const name = nameOf(type);
    if (name === 'Secret') return { description: 'a masked secret', type: 'string' };
    if (name === undefined) return this.#inline(type);
    const known = this.#definitions.get(name);
    if (known && known.type !== type) return this.#inline(type);
    if (!known) {
      const entry = { type, schema: {} as Schema };
      this.#definitions.set(name, entry);
      entry.schema = this.#inline(type);
    }
    return { $ref: `#/definitions/${name}` };
  }

  #inline(type: ts.Type): Schema {
    const values = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return values ? { type: 'object', additionalProperties: this.of(values) } : this.ofProperties(type);
  }
}

function isOptional(property: ts.Symbol, type: ts.Type): boolean {
  const mayBeUndefined = type.isUnion() && type.types.some((one) => one.flags & ts.TypeFlags.Undefined);
  return Boolean(property.flags & ts.SymbolFlags.Optional) || mayBeUndefined;
}

/** A text of `Rendered`, which the compiler sees as a number with a brand. */
function isBranded(type: ts.Type): boolean {
  return type.isIntersection() && type.types.some((one) => one.flags & ts.TypeFlags.NumberLike);
}

function literal(type: ts.Type): Schema | undefined {
  return type.isStringLiteral() || type.isNumberLiteral() ? { enum: [type.value] } : undefined;
}

/** The name that the program gives to a type; undefined for types without one, and those of utility types. */
function nameOf(type: ts.Type): string | undefined {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  const isOwn = symbol?.declarations?.some((one) => one.getSourceFile().fileName.includes('/src/')) ?? false;
  const hasArguments = (type.aliasTypeArguments ?? []).length > 0;
  return !symbol || !isOwn || hasArguments || symbol.name.startsWith('__') ? undefined : symbol.name;
}
