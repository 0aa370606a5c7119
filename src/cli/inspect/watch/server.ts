import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECOND } from '../../../model/duration.ts';
import { renderEntryPage, renderWatchPage, WATCH_SCRIPT, WATCH_STYLE } from '../../../report/watch/page.ts';
import { admit } from './admit.ts';
import type { PageAccess, PageRequest } from './admit.ts';
import { answer, Streams } from './streams.ts';
import type { SectionId } from './streams.ts';

const MOST_CONNECTIONS = 32;
const LIMITS = { maxHeaderSize: 8 * 1024, headersTimeout: 5 * SECOND, requestTimeout: 10 * SECOND };

interface PageServer {
  /** The address to open once. It contains the token. */
  readonly url: string;
  /** Replaces a section on all open pages, unless it is unchanged. */
  readonly publish: (id: SectionId, markup: string) => void;
  readonly close: () => Promise<void>;
}

/** Serves the page of a cluster on 127.0.0.1, on a port that the system selects. */
export async function servePage(cluster: string): Promise<PageServer> {
  const streams = new Streams();
  const server = createServer(LIMITS);
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listen(server);
  // The ports of an address share its cookies, so that the name tells two programs apart.
  const access = { cookieName: `quorate-${port}`, cookie: newSecret(), token: newSecret() };
  server.on('request', answersTo(access, { cluster, streams }));
  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    publish: (id, markup) => streams.publish(id, markup),
    close: () => closed(server, streams),
  };
}

const newSecret = () => randomBytes(32).toString('base64url');

function answersTo(
  first: PageAccess,
  { cluster, streams }: { readonly cluster: string; readonly streams: Streams },
): RequestListener {
  let access = first;
  return (request, response) => {
    const admission = admit(partsOf(request), access);
    switch (admission.kind) {
      case 'refused':
        return answer(response, { status: admission.status, text: `${admission.text}\n` });
      case 'exchange': {
        const { cookieName, cookie } = access;
        access = { ...access, token: undefined };
        response.setHeader('Set-Cookie', `${cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/`);
        return answer(response, { text: renderEntryPage(), type: 'text/html' });
      }
      case 'events':
        return streams.open(response);
      case 'page':
        return answer(response, { text: renderWatchPage(cluster), type: 'text/html' });
      case 'style':
        return answer(response, { text: WATCH_STYLE, type: 'text/css' });
      case 'script':
        return answer(response, { text: WATCH_SCRIPT, type: 'text/javascript' });
    }
  };
}

function partsOf({ method, url, headers }: IncomingMessage): PageRequest {
  const fetchSite = headers['sec-fetch-site'];
  return {
    method,
    url,
    host: headers.host,
    cookie: headers.cookie,
    fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    hasBody: headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0,
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closed(server: Server, streams: Streams): Promise<void> {
  streams.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
