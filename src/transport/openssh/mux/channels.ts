import { LONGEST_DATA, MuxChannel, WINDOW } from './channel.ts';
import type { Send } from './channel.ts';
import { encode, fieldsOf, MESSAGE } from './message.ts';
import type { Field } from './message.ts';

/** The refusal of sshd to open a channel or to run a command: a number (RFC 4254, section 5.1) and its text. */
class ChannelRefused extends Error {
  readonly reason: number;
  constructor(reason: number, text: string) {
    super(text);
    this.name = 'ChannelRefused';
    this.reason = reason;
  }
}

/** RFC 4254: SSH_OPEN_ADMINISTRATIVELY_PROHIBITED. */
const PROHIBITED = 1;

/** A request that the host has not answered: to open a channel, or to run a command in it. */
interface Unanswered {
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

/** All channels of one link. */
export class Channels {
  readonly #send: Send;
  readonly #unanswered = new Map<number, Unanswered>();
  readonly #open = new Map<number, MuxChannel>();
  #next = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** @throws ChannelRefused */
  async open(kind: string, ...fields: readonly Field[]): Promise<MuxChannel> {
    return (await this.#opened(kind, fields)).channel;
  }

  /** Runs a command line in a channel of its own. @throws ChannelRefused */
  async exec(line: string): Promise<MuxChannel> {
    const { id, channel } = await this.#opened('session', []);
    channel.request('exec', line);
    await this.#answer(id);
    return channel;
  }

  /** Takes a message of the host. @throws RangeError if it is too short */
  receive(type: number, body: Buffer): void {
    const fields = fieldsOf(body);
    const id = fields.number();
    switch (type) {
      case MESSAGE.channelOpenConfirmation:
        this.#add(id, { id: fields.number(), window: fields.number(), longestData: fields.number() });
        return this.#settle(id)?.done();
      case MESSAGE.success:
        return this.#settle(id)?.done();
      case MESSAGE.channelOpenFailure:
        return this.#settle(id)?.fail(new ChannelRefused(fields.number(), fields.text()));
      case MESSAGE.failure:
        return this.#settle(id)?.fail(new ChannelRefused(PROHIBITED, 'sshd refused to run a command'));
      default:
        return this.#open.get(id)?.receive(type, fields);
    }
  }

  /** Ends all channels after the link was lost. */
  lost(): void {
    this.#unanswered.forEach(({ fail }) => fail(new Error('the connection was lost')));
    this.#open.forEach((channel) => channel.lost());
  }

  async #opened(kind: string, fields: readonly Field[]) {
    const id = this.#next++;
    this.#send(MESSAGE.channelOpen, encode(kind, id, WINDOW, LONGEST_DATA, ...fields));
    await this.#answer(id);
    return { id, channel: this.#open.get(id)! };
  }

  #answer(id: number): Promise<void> {
    return new Promise((done, fail) => this.#unanswered.set(id, { done, fail }));
  }

  #settle(id: number): Unanswered | undefined {
    const found = this.#unanswered.get(id);
    this.#unanswered.delete(id);
    return found;
  }

  #add(id: number, remote: ConstructorParameters<typeof MuxChannel>[0]): void {
    const channel = new MuxChannel(remote, this.#send);
    this.#open.set(id, channel);
    channel.once('close', () => this.#open.delete(id));
  }
}
