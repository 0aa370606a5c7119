/** A line is cut here: what prints a line of a megabyte is no installer that anybody follows. */
const LONGEST = 1024 * 1024;
const NEWLINE = 0x0a;

export interface LineCutter {
  push(bytes: Buffer): void;
  /** No more bytes will come: what is left is a line too. */
  end(): void;
}

/**
 * Bytes in, whole lines out, however the bytes were cut: secrets are masked by line. What a progress bar overwrote
 * with a carriage return stays one line.
 * @param from where the first byte stands; unless 0, the byte before it comes first, and what is left of its line is
 * passed over: the half of a line may be the half of a secret
 * @param onLine told the line, and where the next one begins
 */
export function lineCutter(from: number, onLine: (line: string, next: number) => void): LineCutter {
  let position = Math.max(0, from - 1);
  let within = from > 0;
  let parts: Buffer[] = [];
  let kept = 0;

  const keep = (bytes: Buffer) => {
    if (within || bytes.length === 0 || kept === LONGEST) return;
    const part = bytes.subarray(0, LONGEST - kept);
    parts.push(part);
    kept += part.length;
  };
  const finish = (next: number) => {
    if (!within) onLine(Buffer.concat(parts).toString('utf8').replace(/\r$/, ''), next);
    within = false;
    parts = [];
    kept = 0;
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
      if (kept > 0) finish(position);
    },
  };
}
