import { Writable } from 'node:stream';

/** A terminal of 80 columns that keeps everything that is written to it. */
export function fakeScreen() {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const stdout = Object.assign(stream, {
    isTTY: true,
    columns: 80,
    rows: 24,
  }) as unknown as NodeJS.WriteStream;
  return { stdout, text: () => text };
}
