import { Failure } from '../base/failure.ts';

/** An unquoted number in YAML is no string; the real product then dies on the first thing it does with it. */
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
