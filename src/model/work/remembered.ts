/**
 * Returns a pure function that computes each result once. It keeps a result for as long as the objects among the
 * arguments exist; without objects, for good.
 */
export function remembered<Given extends readonly unknown[], Result>(
  work: (...given: Given) => Result,
): (...given: Given) => Result {
  const root = level<Result>();
  return (...given) => {
    const at = given.reduce<Level<Result>>(below, root);
    at.result ??= { value: work(...given) };
    return at.result.value;
  };
}

/** The results that share the first arguments. */
interface Level<Result> {
  readonly byObject: WeakMap<WeakKey, Level<Result>>;
  readonly byValue: Map<unknown, Level<Result>>;
  result?: { readonly value: Result };
}

function below<Result>({ byObject, byValue }: Level<Result>, key: unknown): Level<Result> {
  return isObject(key) ? entryOf(byObject, key) : entryOf(byValue, key);
}

function isObject(key: unknown): key is object {
  return typeof key === 'function' || (typeof key === 'object' && key !== null);
}

function entryOf<Key, Result>(levels: Entries<Key, Level<Result>>, key: Key): Level<Result> {
  const found = levels.get(key) ?? level<Result>();
  levels.set(key, found);
  return found;
}

interface Entries<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function level<Result>(): Level<Result> {
  return { byObject: new WeakMap(), byValue: new Map() };
}
