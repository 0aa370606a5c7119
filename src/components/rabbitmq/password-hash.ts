import { createHash, createHmac } from 'node:crypto';
import { Secret } from '../../model/secret.ts';

const SALT_BYTES = 4;

/**
 * Returns what RabbitMQ stores of a password with its algorithm `rabbit_password_hashing_sha256`. The salt is derived from
 * a key, so that the same password gives the same hash again.
 */
export function passwordHash(user: string, password: Secret, key: Secret): Secret {
  const salt = createHmac('sha256', key.reveal()).update(`salt of ${user}`).digest().subarray(0, SALT_BYTES);
  const digest = createHash('sha256').update(salt).update(password.reveal()).digest();
  return new Secret(Buffer.concat([salt, digest]).toString('base64'));
}
