import ssh2 from 'ssh2';

/**
 * A new Ed25519 key pair in OpenSSH's format. ssh2 1.17 drops a leading zero byte of the public key, so about one pair
 * in 256 is malformed and sshd cannot load it: such a pair is generated again.
 */
export function ed25519Pair(comment: string): ReturnType<typeof ssh2.utils.generateKeyPairSync> {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
