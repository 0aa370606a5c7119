import { connect } from 'node:net';
import { encode, fieldsOf, packetCutter } from '../mux/message.ts';

/** Numbers in the protocol of SSH agents. */
const REQUEST_IDENTITIES = 11;
const IDENTITIES = 12;

/** Time of an agent to list its keys. */
const LIMIT_MS = 2_000;

/** Returns the types of the keys in an agent, such as `ssh-ed25519`. Empty if the agent does not answer. */
export function agentKeyTypes(path: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (types: readonly string[]) => {
      resolve(types);
      socket.destroy();
    };
    const cut = packetCutter((packet) => answer(typesIn(packet)));
    socket.setTimeout(LIMIT_MS, () => answer([]));
    socket.on('error', () => answer([])).on('close', () => answer([]));
    socket.on('data', (chunk: Buffer) => {
      try {
        cut(chunk);
      } catch {
        answer([]);
      }
    });
    socket.write(encode(Buffer.from([REQUEST_IDENTITIES])));
  });
}

/** @throws RangeError if the answer is too short */
function typesIn(packet: Buffer): readonly string[] {
  if (packet[0] !== IDENTITIES) return [];
  const fields = fieldsOf(packet.subarray(1));
  const types: string[] = [];
  for (let left = fields.number(); left > 0; left -= 1) {
    types.push(fieldsOf(fields.bytes()).text());
    fields.bytes();
  }
  return types;
}
