/** Counts the bytes that several receivers hold at the same time. */
interface SharedLimit<Key> {
  /**
   * Sets the number of bytes that a receiver holds. Calls `drop` of the receiver with the most bytes if all of them
   * together exceed the limit.
   */
  hold(key: Key, bytes: number, drop: () => void): void;
  release(key: Key): void;
}

/**
 * A limit for all receivers together: two hundred responses without end must not use up the memory.
 * @param most in bytes
 */
export function sharedLimit<Key>(most: number): SharedLimit<Key> {
  const held = new Map<Key, { readonly bytes: number; readonly drop: () => void }>();
  let total = 0;
  const release = (key: Key) => {
    total -= held.get(key)?.bytes ?? 0;
    held.delete(key);
  };
  const dropLongest = () => {
    const [key, { drop }] = [...held].reduce((one, other) => (other[1].bytes > one[1].bytes ? other : one));
    release(key);
    drop();
  };
  return {
    hold: (key, bytes, drop) => {
      release(key);
      held.set(key, { bytes, drop });
      total += bytes;
      if (total > most) dropLongest();
    },
    release,
  };
}
