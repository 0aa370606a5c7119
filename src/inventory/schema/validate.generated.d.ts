/** An error of the validator that `npm run schemas` generates from strict.schema.json. */
export interface SchemaError {
  /** A JSON pointer into the inventory. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

export const validate: {
  (value: unknown): boolean;
  errors: readonly SchemaError[] | null;
};
