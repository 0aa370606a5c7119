import { growingBytes } from '../../../errors/growing-bytes.ts';

/** Output of a script between two marks, separate for stdout and stderr. */
export interface Section {
  readonly head: string;
  readonly out: Buffer;
  readonly err: Buffer;
}

/**
 * Encodes a script and its payload with their lengths, as the shell loop on the host reads them. The nonce marks the
 * start and end of the answer.
 */
export function encodeFrame(nonce: string, script: string, payload: readonly Buffer[]): Buffer {
  const text = Buffer.from(`${script}\n#${nonce}`, 'utf8');
  const bytes = payload.reduce((sum, part) => sum + part.length, 1);
  return Buffer.concat([Buffer.from(`${nonce} ${bytes} ${text.length}\n\n`), ...payload, text]);
}

/** Collects stdout or stderr of an answer up to its end mark. */
interface Collector {
  push(chunk: Buffer): void;
  ended(): boolean;
  bytes(): Buffer;
}

export function collector(nonce: string): Collector {
  const kept = growingBytes();
  const mark = `\n${nonce} end `;
  const overlap = mark.length + 8;
  let tail: Buffer = Buffer.alloc(0);
  let ended = false;
  return {
    push: (chunk) => {
      kept.add(chunk);
      const window = Buffer.concat([tail, chunk]);
      const at = window.indexOf(mark);
      ended ||= at >= 0 && window.indexOf('\n', at + 1) >= 0;
      tail = window.subarray(Math.max(0, window.length - overlap));
    },
    ended: () => ended,
    bytes: () => kept.bytes(),
  };
}

/** Splits stdout and stderr of an answer at their marks. Undefined unless both streams have the same marks. */
export function cutSections(nonce: string, out: Buffer, err: Buffer): readonly Section[] | undefined {
  const outs = cut(nonce, out);
  const errs = cut(nonce, err);
  if (outs.length !== errs.length || outs.some(({ head }, i) => head !== errs[i]?.head)) return undefined;
  return outs.map(({ head, body }, i) => ({ head, out: body, err: errs[i]!.body }));
}

/** The last complete mark in a stream. */
export function lastMark(nonce: string, stream: Buffer): string | undefined {
  return cut(nonce, stream).at(-1)?.head;
}

function cut(nonce: string, stream: Buffer): readonly { head: string; body: Buffer }[] {
  const mark = Buffer.from(`\n${nonce} `);
  const pieces: { head: string; body: Buffer }[] = [];
  for (let at = stream.indexOf(mark); at >= 0;) {
    const line = stream.indexOf('\n', at + mark.length);
    if (line < 0) break;
    const next = stream.indexOf(mark, line + 1);
    const head = stream.subarray(at + mark.length, line).toString('utf8');
    pieces.push({ head, body: stream.subarray(line + 1, next < 0 ? stream.length : next) });
    at = next;
  }
  return pieces;
}
