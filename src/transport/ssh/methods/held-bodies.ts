import type { IncomingMessage } from 'node:http';
import { growingBytes } from '../../../errors/growing-bytes.ts';

const MIB = 1024 * 1024;
/** The longest body. A list of all queues of a large cluster has a few MB. */
const LONGEST_BODY = 16 * MIB;
/** Limit of all bodies together that are being read, over all hosts. */
const MOST_HELD = 16 * MIB;

/** The bodies that are being read, with the bytes that were read so far. */
const held = new Map<IncomingMessage, number>();

/** Reads a body. @throws Error if it is too long, or if it is the longest of all that are read and these are too long */
export async function readBody(response: IncomingMessage): Promise<Buffer> {
  const body = growingBytes();
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      body.add(chunk);
      if (body.length() > LONGEST_BODY) throw new Error(`the body is longer than ${LONGEST_BODY / MIB} MiB`);
      held.set(response, body.length());
      dropLongest();
    }
  } finally {
    held.delete(response);
  }
  return body.bytes();
}

/** Drops the longest body if the bodies are together too long: bodies without end must not use up the memory. */
function dropLongest(): void {
  const total = [...held.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (total <= MOST_HELD) return;
  const [longest] = [...held].reduce((one, other) => (other[1] > one[1] ? other : one));
  held.delete(longest);
  longest.destroy(
    new Error(
      `the bodies of all hosts are together longer than ${MOST_HELD / MIB} MiB, and this one is the longest`,
    ),
  );
}
