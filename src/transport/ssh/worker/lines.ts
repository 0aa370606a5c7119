import { growingBytes } from '../../../errors/growing-bytes.ts';

/** Maximum length of a line in bytes. The rest of a longer line is left out; no installer prints such lines. */
const LONGEST = 1024 * 1024;
const NEWLINE = 0x0a;

interface LineCutter {
  push(bytes: Buffer): void;
  /** Ends the stream. The remaining bytes are the last line. */
  end(): void;
}

/**
 * Splits a stream of bytes into whole lines, because secrets are masked by line. Text that a progress bar overwrites with a
 * carriage return is part of one line.
 * @param from offset of the first byte. Unless it is 0, the stream starts one byte earlier, and the rest of that line is
 * skipped, because half a line may contain half a secret
 * @param onLine called with the line and the offset of the next line
 */
export function lineCutter(from: number, onLine: (line: string, next: number) => void): LineCutter {
  let position = Math.max(0, from - 1);
  let within = from > 0;
  let kept = growingBytes();

  const keep = (bytes: Buffer) => {
    if (within || bytes.length === 0 || kept.length() === LONGEST) return;
    kept.add(bytes.subarray(0, LONGEST - kept.length()));
  };
  const finish = (next: number) => {
    if (!within) onLine(kept.bytes().toString('utf8').replace(/\r$/, ''), next);
    within = false;
    kept = growingBytes();
  };
  return {
    push: (bytes) => {
      let start = 0;
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
        keep(bytes.subarray(start, at));
        start = at + 1;
        finish(position + start);
      }
      keep(bytes.subarray(start));
      position += bytes.length;
    },
    end: () => {
      if (kept.length() > 0) finish(position);
    },
  };
}
