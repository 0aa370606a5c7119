import { Duplex, Readable } from 'node:stream';
import type { Channel } from '../../ssh/connect/connection.ts';
import { encode, MESSAGE } from './message.ts';
import type { Field, MessageFields } from './message.ts';

/** Bytes that the host may send before this machine has read them. */
export const WINDOW = 2 * 1024 * 1024;
/** The longest data of the host in one message. */
export const LONGEST_DATA = 32 * 1024;

/** The end of a channel on the host, as the host announced it. */
interface RemoteEnd {
  readonly id: number;
  readonly window: number;
  readonly longestData: number;
}

export type Send = (type: number, body: Buffer) => void;

interface Written {
  readonly bytes: Buffer;
  readonly done: () => void;
}

/** An open channel as a stream. Sends and takes only as much as the windows of both ends allow. */
export class MuxChannel extends Duplex implements Channel {
  readonly stderr = new Readable({ read: () => this.#acknowledge('stderr') });
  readonly ended: Promise<number | null>;
  readonly #send: Send;
  readonly #remote: RemoteEnd;
  #remoteWindow: number;
  /** Data that waits until the host accepts more. */
  #written: Written | undefined;
  /** Bytes that arrived and are not read yet. */
  readonly #unread = { stdout: 0, stderr: 0 };
  /** Bytes that were read, and that the host may send again. */
  #read = 0;
  #exitCode: number | null = null;
  #isCloseSent = false;
  /** Resolves when the host has closed its end. */
  readonly #closed: Promise<void>;
  #onClosed: () => void = () => undefined;

  constructor(remote: RemoteEnd, send: Send) {
    super();
    this.#send = send;
    this.#remote = remote;
    this.#remoteWindow = remote.window;
    this.#closed = new Promise((resolve) => (this.#onClosed = resolve));
    this.ended = Promise.all([this.#closed, outputEnd(this), outputEnd(this.stderr)]).then(
      () => this.#exitCode,
    );
  }

  /** Takes a message of the host. */
  receive(type: number, fields: MessageFields): void {
    switch (type) {
      case MESSAGE.windowAdjust:
        this.#remoteWindow += fields.number();
        return this.#flush();
      case MESSAGE.data:
        return this.#received('stdout', fields.bytes());
      case MESSAGE.extendedData:
        fields.number();
        return this.#received('stderr', fields.bytes());
      case MESSAGE.eof:
        return this.#endOutput();
      case MESSAGE.close:
        return this.#closeOfHost();
      case MESSAGE.request:
        return this.#requested(fields);
    }
  }

  /** Ends the channel after its link was lost. */
  lost(): void {
    this.#isCloseSent = true;
    this.#onClosed();
    this.destroy();
  }

  /** Sends a request that the host answers with success or failure. */
  request(kind: string, ...fields: readonly Field[]): void {
    this.#message(MESSAGE.request, kind, true, ...fields);
  }

  override _read(): void {
    this.#acknowledge('stdout');
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#written = { bytes, done };
    this.#flush();
  }

  override _final(done: () => void): void {
    if (!this.#isCloseSent) this.#message(MESSAGE.eof);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#sendClose();
    this.stderr.destroy();
    void this.#closed.then(() => done(error));
  }

  #message(type: number, ...fields: readonly Field[]): void {
    this.#send(type, encode(this.#remote.id, ...fields));
  }

  /** Sends as much of the written data as the host accepts. */
  #flush(): void {
    while (this.#written && (this.#remoteWindow > 0 || this.#isCloseSent)) {
      const { bytes, done } = this.#written;
      const part = bytes.subarray(0, Math.min(this.#remoteWindow, this.#remote.longestData));
      if (!this.#isCloseSent) this.#message(MESSAGE.data, part);
      this.#remoteWindow -= part.length;
      const isWhole = this.#isCloseSent || part.length === bytes.length;
      this.#written = isWhole ? undefined : { bytes: bytes.subarray(part.length), done };
      if (isWhole) done();
    }
  }

  #received(stream: 'stdout' | 'stderr', bytes: Buffer): void {
    this.#unread[stream] += bytes.length;
    if ((stream === 'stdout' ? this : this.stderr).push(bytes)) this.#acknowledge(stream);
  }

  /** Lets the host send more when the reader has kept up. */
  #acknowledge(stream: 'stdout' | 'stderr'): void {
    this.#read += this.#unread[stream];
    this.#unread[stream] = 0;
    if (this.#read < WINDOW / 2 || this.#isCloseSent) return;
    this.#message(MESSAGE.windowAdjust, this.#read);
    this.#read = 0;
  }

  #endOutput(): void {
    if (this.readableEnded || this.destroyed) return;
    this.push(null);
    this.stderr.push(null);
  }

  #closeOfHost(): void {
    this.#sendClose();
    this.#flush();
    if (this.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
    this.#endOutput();
    this.#onClosed();
  }

  #sendClose(): void {
    if (this.#isCloseSent) return;
    this.#isCloseSent = true;
    this.#message(MESSAGE.close);
  }

  /** Rejects the requests with which sshd checks that the client is running (ClientAliveInterval): any reply is enough. */
  #requested(fields: MessageFields): void {
    const kind = fields.text();
    const wantsReply = fields.boolean();
    if (kind === 'exit-status') this.#exitCode = fields.number();
    else if (wantsReply) this.#message(MESSAGE.failure);
  }
}

function outputEnd(stream: Readable): Promise<void> {
  return new Promise((resolve) => stream.once('end', resolve).once('close', resolve));
}
