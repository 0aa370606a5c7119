import type { Duplex } from 'node:stream';
import { isSsh } from './greeting.ts';

/** How far a handshake got. */
export interface HandshakeProgress {
  /** The first bytes that the host sent. */
  firstBytes(): Buffer;
  /** `no-data`: the host sent nothing. `banner`: it is an SSH server. `login`: the keys are exchanged. */
  stage(): 'no-data' | 'banner' | 'login';
  /** The algorithms of one kind that a side offers, as ssh2 reports them: `KEX method`, `HMAC C->S`. */
  offered(side: 'local' | 'remote', kind: string): string | undefined;
}

/** Bytes that are kept: a greeting, and the banner after it. */
const KEPT = 1024;

/** Observes a handshake. */
export interface Observer extends HandshakeProgress {
  /** Called with each debug message of ssh2, which has the offers of both sides nowhere else. */
  readonly debug: (message: string) => void;
  readonly exchanged: () => void;
}

export const NO_PROGRESS: HandshakeProgress = {
  firstBytes: () => Buffer.alloc(0),
  stage: () => 'no-data',
  offered: () => undefined,
};

export function observeHandshake(socket: Duplex): Observer {
  let bytes = Buffer.alloc(0);
  let exchanged = false;
  const offers = new Map<string, string>();
  const keep = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]).subarray(0, KEPT);
    if (bytes.length === KEPT || isSsh(bytes)) socket.off('data', keep);
  };
  socket.on('data', keep);
  return {
    firstBytes: () => bytes,
    stage: () => (exchanged ? 'login' : bytes.length > 0 ? 'banner' : 'no-data'),
    offered: (side, kind) => offers.get(`${side} ${kind}`),
    exchanged: () => {
      exchanged = true;
      // Kept until then only, because the texts are most of the memory of a connection.
      offers.clear();
    },
    debug: (message) => {
      if (exchanged || !message.startsWith('Handshake: (')) return;
      const [, side, kind, list] = /^Handshake: \((local|remote)\) ([^:]+): (.*)$/.exec(message) ?? [];
      if (side && kind && list !== undefined) offers.set(`${side} ${kind}`, list);
    },
  };
}
