import { readFileSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { databasePaths } from '../../base/paths.ts';
import { request } from '../../base/request.ts';
import type { Settings } from '../../config/settings.ts';

/** Sends a request of `patronictl` to a member directly, because Python takes a second to start. */
export async function askPatroni(
  settings: Settings,
  address: string,
  { path, body = {} }: { readonly path: string; readonly body?: object },
): Promise<string> {
  const { rest_user: name, rest_password: password } = settings.postgresql_server.cluster.patroni;
  const answer = await request({
    host: address,
    port: 8008,
    path,
    method: 'POST',
    ca: readFileSync(databasePaths.etcdCa, 'utf8'),
    user: { name, password: String(password) },
    body,
    timeoutMs: 60_000,
  });
  if (answer.status < 300) return answer.text;
  throw new Failure(
    'ProcessExecutionError',
    `Failed: ${path}, status code=${answer.status}, ${answer.text.trim()}`,
  );
}
