/** Bytes that arrive in pieces, copied into blocks. */
interface GrowingBytes {
  add(piece: Uint8Array): void;
  length(): number;
  /** Returns a copy of all bytes. */
  bytes(): Buffer;
}

/** Bytes of a block, except for a longer piece and for the first blocks, which are as long as all before them. */
const BLOCK = 64 * 1024;

/**
 * Collects pieces of a stream. A list of the pieces would take a hundred bytes and more for each, so that a sender of
 * single bytes could use up the memory below any limit of the length. One buffer that doubles would take three times its
 * length while it is copied.
 */
export function growingBytes(): GrowingBytes {
  const blocks: Buffer[] = [];
  let free = Buffer.alloc(0);
  let length = 0;
  return {
    add: (piece) => {
      const fits = piece.subarray(0, free.length);
      free.set(fits);
      free = free.subarray(fits.length);
      const rest = piece.subarray(fits.length);
      if (rest.length > 0) {
        const block = Buffer.alloc(Math.max(rest.length, Math.min(BLOCK, length)));
        block.set(rest);
        blocks.push(block);
        free = block.subarray(rest.length);
      }
      length += piece.length;
    },
    length: () => length,
    bytes: () => Buffer.concat(blocks, length),
  };
}
