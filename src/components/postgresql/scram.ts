import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { remembered } from '../../model/work/remembered.ts';
import { Secret } from '../../model/secret.ts';

const ITERATIONS = 4096;
const SALT_BYTES = 16;

/**
 * Returns what PostgreSQL stores of a password (RFC 5803). The server never receives the password itself, so that no log of
 * its statements contains it. The salt is derived from a key, so that the same password gives the same verifier again.
 * Computed once for a password, because it takes milliseconds by design.
 */
export const scramVerifier = remembered((account: string, password: Secret, key: Secret): Secret => {
  const salt = createHmac('sha256', key.reveal())
    .update(`salt of ${account}`)
    .digest()
    .subarray(0, SALT_BYTES);
  const salted = pbkdf2Sync(password.reveal(), salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return new Secret(`SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`);
});
