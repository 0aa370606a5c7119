import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isPassword } from '../password.ts';
import { RestError, type App } from './app.ts';

const remembered = new Map<string, number>();
const memoryMs = 30_000;

/** Returns the authenticated user. Rejects a request without credentials before it queries the database. */
export async function authenticate(app: App, message: IncomingMessage): Promise<string> {
  const [scheme, encoded = ''] = (message.headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic') throw unauthorized('No authentication info provided');
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  const password = rest.join(':');
  const key = createHash('sha256').update(encoded).digest('hex');
  if ((remembered.get(key) ?? 0) > Date.now()) return user;
  const sql = 'SELECT password_hash FROM users WHERE username = $1';
  const [found] = await app.database.query<{ password_hash: string }>(sql, [user]);
  if (!found || !isPassword(password, found.password_hash))
    throw unauthorized(`Authentication failed for user ${user}. Wrong credentials or locked account`);
  remembered.set(key, Date.now() + memoryMs);
  return user;
}

const unauthorized = (why: string): RestError =>
  new RestError(401, 'unauthorized_error', `User unauthorized: ${why}`);
