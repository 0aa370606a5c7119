import { Failure } from '../base/failure.ts';

/** Returns a text. An unquoted number in YAML is not a string, and the real product crashes when it first uses it. */
export function requireText(value: unknown, method: string): string {
  if (typeof value === 'string') return value;
  const type =
    typeof value === 'boolean'
      ? 'bool'
      : Number.isInteger(value)
        ? 'int'
        : value === null
          ? 'NoneType'
          : 'float';
  throw new Failure('AttributeError', `'${type}' object has no attribute '${method}'`);
}
