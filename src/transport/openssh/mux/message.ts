/** Numbers of the messages of the SSH connection protocol (RFC 4254, section 9). */
export const MESSAGE = {
  channelOpen: 90,
  channelOpenConfirmation: 91,
  channelOpenFailure: 92,
  windowAdjust: 93,
  data: 94,
  extendedData: 95,
  eof: 96,
  close: 97,
  request: 98,
  success: 99,
  failure: 100,
} as const;

export type Field = number | boolean | string | Buffer;

/** Encodes fields as RFC 4251, section 5, describes them: uint32, boolean, string. */
export function encode(...fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map(encodeField));
}

function encodeField(field: Field): Buffer {
  if (typeof field === 'boolean') return Buffer.from([field ? 1 : 0]);
  if (typeof field === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(field);
    return bytes;
  }
  const bytes = Buffer.from(field);
  return Buffer.concat([encode(bytes.length), bytes]);
}

/** Reads fields one after another. */
export interface MessageFields {
  /** @throws RangeError at the end of the message */
  number(): number;
  boolean(): boolean;
  bytes(): Buffer;
  text(): string;
}

export function fieldsOf(message: Buffer): MessageFields {
  let at = 0;
  const take = (length: number) => {
    if (at + length > message.length) throw new RangeError('the message is too short');
    at += length;
    return message.subarray(at - length, at);
  };
  const number = () => take(4).readUInt32BE();
  const bytes = () => take(number());
  return { number, boolean: () => take(1)[0] !== 0, bytes, text: () => bytes().toString('utf8') };
}

/** The longest packet of a master. Channels announce that they take less. */
const LONGEST = 256 * 1024;

/** Cuts a stream into packets with a length in front. @throws RangeError for a packet that is too long */
export function packetCutter(onPacket: (packet: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const length = rest.readUInt32BE();
      if (length > LONGEST) throw new RangeError(`a packet of ${length} bytes`);
      if (rest.length < 4 + length) return;
      const packet = rest.subarray(4, 4 + length);
      rest = rest.subarray(4 + length);
      onPacket(packet);
    }
  };
}
