import { PassThrough, Writable } from 'node:stream';
import type { Edges } from '../../../src/cli/program-environment.ts';
import type { Io, Signal } from '../../../src/cli/terminal/io.ts';
import { createMask } from '../../../src/cli/terminal/mask.ts';

export interface FakeOptions {
  readonly tty?: boolean;
  readonly env?: Io['env'];
  readonly clock?: Edges['clock'];
  readonly transport?: Edges['transport'];
}

/** A simulated process, also for programs that no test runner started: collects output, and gets its signals from the test. */
export function bareEdges({ tty = false, env = {}, clock = stopped, transport = noHosts }: FakeOptions = {}) {
  const stdout = collector(tty);
  const stderr = collector(tty);
  const exits: number[] = [];
  const listeners = new Set<(signal: Signal) => void>();
  const stdin = Object.assign(new PassThrough(), { isTTY: tty, raw: [] as boolean[] });
  const setRawMode = (raw: boolean) => void stdin.raw.push(raw);
  const io: Io = {
    stdin: Object.assign(stdin, { setRawMode }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    home: '/home/operator',
    onSignal: (heard) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    exitNow: (code) => void exits.push(code),
  };
  const send = (signal: Signal) => listeners.forEach((heard) => heard(signal));
  const edges: Edges = { io, clock, transport, mask: createMask() };
  return { edges, io, stdin, stdout: stdout.text, stderr: stderr.text, exits, listeners, send };
}

/** Waits for a question, because keys that are typed before it are discarded. */
export async function whenPrinted({ stderr }: ReturnType<typeof bareEdges>, question: string): Promise<void> {
  while (!stderr().includes(question)) await new Promise((resolve) => setTimeout(resolve, 5));
}

const stopped: Edges['clock'] = { now: () => 1_000_000, sleep: async () => undefined };
const noHosts: Edges['transport'] = async () => {
  throw new Error('this test must not contact a host');
};

function collector(isTTY: boolean) {
  let kept = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      kept += chunk.toString();
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 80, rows: 24 }), text: () => kept };
}
