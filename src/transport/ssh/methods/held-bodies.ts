import type { IncomingMessage } from 'node:http';
import { growingBytes } from '../../../errors/growing-bytes.ts';
import { sharedLimit } from '../../../errors/shared-limit.ts';

const MIB = 1024 * 1024;
/** The longest body. A list of all queues of a large cluster has a few MB. */
const LONGEST_BODY = 16 * MIB;
/** Limit of all bodies together that are being read, over all hosts. */
const MOST_HELD = 16 * MIB;

const TOGETHER = `the bodies of all hosts are together longer than ${MOST_HELD / MIB} MiB, and this one is the longest`;

const held = sharedLimit<IncomingMessage>(MOST_HELD);

/** Reads a body. @throws Error if it is too long, or if it is the longest of all that are read and these are too long */
export async function readBody(response: IncomingMessage): Promise<Buffer> {
  const body = growingBytes();
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      body.add(chunk);
      if (body.length() > LONGEST_BODY) throw new Error(`the body is longer than ${LONGEST_BODY / MIB} MiB`);
      held.hold(response, body.length(), () => response.destroy(new Error(TOGETHER)));
    }
  } finally {
    held.release(response);
  }
  return body.bytes();
}
