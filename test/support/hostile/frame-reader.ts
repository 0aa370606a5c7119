/** A script with its payload, as it arrives at the worker. */
export interface Frame {
  readonly nonce: string;
  readonly script: string;
  readonly raw: Buffer;
}

/** Splits the input of a worker into frames: `nonce payload-bytes script-bytes`, payload, script. */
export function frameReader(onFrame: (frame: Frame) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const line = rest.indexOf('\n');
      if (line < 0) return;
      const [nonce = '', payload, script] = rest.subarray(0, line).toString('latin1').split(' ');
      const from = line + 1 + Number(payload);
      const end = from + Number(script);
      if (rest.length < end) return;
      const raw = rest.subarray(0, end);
      rest = rest.subarray(end);
      onFrame({ nonce, script: raw.subarray(from).toString('utf8'), raw });
    }
  };
}
