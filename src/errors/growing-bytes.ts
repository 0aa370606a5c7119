/** Bytes that arrive in pieces, copied into one buffer. */
interface GrowingBytes {
  add(piece: Uint8Array): void;
  length(): number;
  /** All bytes so far. Valid until more are added. */
  bytes(): Buffer;
}

/**
 * Collects pieces of a stream. A list of the pieces would take a hundred bytes and more for each, so that a sender of
 * single bytes could use up the memory below any limit of the length.
 */
export function growingBytes(): GrowingBytes {
  let buffer: Buffer = Buffer.alloc(0);
  let length = 0;
  return {
    add: (piece) => {
      if (length + piece.length > buffer.length) {
        const larger = Buffer.alloc(Math.max(2 * buffer.length, length + piece.length));
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      buffer.set(piece, length);
      length += piece.length;
    },
    length: () => length,
    bytes: () => buffer.subarray(0, length),
  };
}
