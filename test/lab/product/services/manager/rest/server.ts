import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { certificatePaths } from '../../../base/paths.ts';
import { releaseOf } from '../../../releases.ts';
import type { Listener } from '../../../config/globals.ts';
import { logError } from './log.ts';
import { RestError, type App, type Call, type Reply } from './app.ts';
import { authenticate } from './auth.ts';
import { refuseWithoutLicense } from './license.ts';
import { refuseInMaintenance } from './maintenance.ts';
import { findRoute } from './routes.ts';

const api = /^\/api\/v\d(?:\.\d)?\//;
const bodyLimit = 1024 * 1024;

export function serve(app: App): void {
  for (const listener of app.config.listeners) {
    const handle = (message: IncomingMessage, response: ServerResponse): void =>
      void answer(app, message, response);
    const server =
      listener.tls === 'none' ? createPlainServer(handle) : createServer(tlsOptions(listener), handle);
    server.listen(listener.port, '0.0.0.0');
  }
}

function tlsOptions({ tls }: Listener) {
  const { internalCert, internalKey, externalCert, externalKey } = certificatePaths;
  const [cert, key] = tls === 'external' ? [externalCert, externalKey] : [internalCert, internalKey];
  return { cert: readFileSync(cert), key: readFileSync(key) };
}

async function answer(app: App, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = await replyTo(app, message).catch(toReply);
  const bare = reply.status === 204 || reply.status === 304;
  const text = bare ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, {
    ...(bare ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    ...(reply.status === 401 ? { 'WWW-Authenticate': 'Basic realm="default"' } : {}),
    'X-Cloudify-Manager': app.config.manager_hostname,
  });
  response.end(text);
}

async function replyTo(app: App, message: IncomingMessage): Promise<Reply> {
  const url = new URL(message.url ?? '/', 'https://manager');
  if (!api.test(url.pathname)) throw new RestError(404, 'not_found_error', `${url.pathname} was not found`);
  const found = findRoute(
    releaseOf(app.config.version),
    message.method ?? 'GET',
    url.pathname.replace(api, ''),
  );
  if (!found) throw new RestError(404, 'not_found_error', `${url.pathname} was not found`);
  const { handler, open } = found.route;
  const body = await readBody(message);
  const user = open === 'to-all' ? '' : await authenticate(app, message);
  const call: Call = { app, user, name: found.name, query: url.searchParams, body };
  if (!open) {
    await refuseInMaintenance(call);
    await refuseWithoutLicense(call);
  }
  return handler(call);
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new RestError(413, 'bad_parameters_error', 'Request body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function toReply(error: unknown): Reply {
  if (error instanceof RestError)
    return {
      status: error.status,
      body: { message: error.message, error_code: error.code, server_traceback: null },
    };
  const message = `Internal error occurred in manager REST server - ${(error as Error).message}`;
  logError(message);
  return { status: 500, body: { message, error_code: 'internal_server_error', server_traceback: null } };
}
