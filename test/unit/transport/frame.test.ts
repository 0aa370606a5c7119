import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collector, cutSections, encodeFrame } from '../../../src/transport/ssh/worker/frame.ts';

const NONCE = 'f00d';
const bytes = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array));
const mark = (head: string) => Buffer.from(`\n${NONCE} ${head}\n`);

test('splits output at marks byte-exactly for any chunks of the stream', () => {
  const property = fc.property(
    fc.array(fc.tuple(bytes, bytes)),
    fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
    (printed, sizes) => {
      const stream = (which: 0 | 1) =>
        Buffer.concat([
          Buffer.from('noise'),
          mark('begin'),
          ...printed.map((pair, i) => Buffer.concat([mark(`part ${i}`), pair[which]])),
          mark('end 7'),
        ]);
      const [out, err] = [collect(stream(0), sizes), collect(stream(1), sizes)];
      const sections = cutSections(NONCE, out, err) ?? [];
      expect(sections.map(({ head }) => head)).toEqual([
        'begin',
        ...printed.map((_, i) => `part ${i}`),
        'end 7',
      ]);
      expect(sections.slice(1, -1).map((section) => [section.out, section.err])).toEqual(printed);
    },
  );
  fc.assert(property);
});

test('an answer ends only with its own end mark and its newline', () => {
  const one = collector(NONCE);
  one.push(Buffer.from('\nbeef end 0\n\nf00d end'));
  expect(one.ended()).toBe(false);
  one.push(Buffer.from(' 255'));
  expect(one.ended()).toBe(false);
  one.push(Buffer.from('\nlate words of a process that was left running'));
  expect(one.ended()).toBe(true);
});

test('a frame has its lengths in bytes, the payload before the script, and the nonce as its last line', () => {
  const frame = encodeFrame(NONCE, 'echo ü', [Buffer.from('ab'), Buffer.from([0, 255])]);
  expect(frame).toEqual(
    Buffer.concat([Buffer.from('f00d 5 13\n\nab'), Buffer.from([0, 255]), Buffer.from('echo ü\n#f00d')]),
  );
});

function collect(stream: Buffer, sizes: readonly number[]): Buffer {
  const one = collector(NONCE);
  for (let at = 0, i = 0; at < stream.length; i++) {
    expect(one.ended()).toBe(false);
    const size = sizes[i % sizes.length] ?? 1;
    one.push(stream.subarray(at, at + size));
    at += size;
  }
  expect(one.ended()).toBe(true);
  return one.bytes();
}
