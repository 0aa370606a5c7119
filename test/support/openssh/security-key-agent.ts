import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { encode, fieldsOf, packetCutter } from '../../../src/transport/openssh/mux/message.ts';

/** An SSH agent whose only key is a security key in software, as PROTOCOL.u2f of OpenSSH describes it. */
interface SecurityKeyAgent {
  /** The line of authorized_keys. */
  readonly publicKey: string;
  stop(): void;
}

const TYPE = 'sk-ssh-ed25519@openssh.com';
const APPLICATION = 'ssh:';
/** Numbers in the protocol of SSH agents. */
const AGENT = { failure: 5, list: 11, identities: 12, sign: 13, signature: 14 } as const;
/** The operator has touched the key. */
const TOUCHED = 1;

export async function startSecurityKeyAgent(path: string): Promise<SecurityKeyAgent> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const blob = encode(TYPE, point, APPLICATION);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined));
    const cut = packetCutter((packet) => socket.write(encode(answer(packet, blob, privateKey))));
    socket.on('data', cut);
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  return {
    publicKey: `${TYPE} ${blob.toString('base64')}`,
    stop: () => {
      open.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

function answer(packet: Buffer, blob: Buffer, privateKey: KeyObject): Buffer {
  const fields = fieldsOf(packet.subarray(1));
  if (packet[0] === AGENT.list)
    return Buffer.concat([Buffer.from([AGENT.identities]), encode(1, blob, 'in software')]);
  if (packet[0] !== AGENT.sign || !fields.bytes().equals(blob)) return Buffer.from([AGENT.failure]);
  const counter = Buffer.concat([Buffer.from([TOUCHED]), encode(1)]);
  const digest = (data: string | Buffer) => createHash('sha256').update(data).digest();
  const signed = Buffer.concat([digest(APPLICATION), counter, digest(fields.bytes())]);
  const signature = Buffer.concat([encode(TYPE, sign(null, signed, privateKey)), counter]);
  return Buffer.concat([Buffer.from([AGENT.signature]), encode(signature)]);
}
