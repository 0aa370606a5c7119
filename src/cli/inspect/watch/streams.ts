import type { ServerResponse } from 'node:http';
import { SECOND } from '../../../model/duration.ts';

/** Open pages at most. Each has one stream of events. */
const MOST_STREAMS = 8;
/** Bytes that wait for a browser that does not read. */
const MOST_WAITING = 4 * 1024 * 1024;
const KEEP_ALIVE = 15 * SECOND;

/** Allow nothing from elsewhere, nothing inline, and no frame. cspell:ignore nosniff */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** A section of the page. */
export type SectionId = 'hosts' | 'run';

interface Answered {
  /** 200 by default. */
  readonly status?: number;
  readonly text: string;
  /** Plain text by default. */
  readonly type?: string;
}

/** Answers a request and ends the answer. */
export function answer(
  response: ServerResponse,
  { status = 200, text, type = 'text/plain' }: Answered,
): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` });
  response.end(text);
}

/** The streams of server-sent events of all open pages. */
export class Streams {
  readonly #open = new Set<ServerResponse>();
  /** The present markup of each section, for a page that is opened later. */
  readonly #sections = new Map<SectionId, string>();
  readonly #timer = setInterval(() => this.#send(': still here\n\n'), KEEP_ALIVE).unref();

  open(response: ServerResponse): void {
    if (this.#open.size >= MOST_STREAMS)
      return answer(response, { status: 503, text: `${MOST_STREAMS} pages are open: close one of them\n` });
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' });
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    response.write(
      `retry: 2000\n\n${[...this.#sections].map(([id, markup]) => eventText(id, markup)).join('')}`,
    );
  }

  publish(id: SectionId, markup: string): void {
    if (this.#sections.get(id) === markup) return;
    this.#sections.set(id, markup);
    this.#send(eventText(id, markup));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const response of this.#open) response.end();
  }

  #send(text: string): void {
    for (const response of this.#open) {
      if (response.writableLength > MOST_WAITING) response.destroy();
      else response.write(text);
    }
  }
}

/** A server-sent event. Each line of its data has its own field. */
function eventText(id: SectionId, markup: string): string {
  const data = markup.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `event: ${id}\n${data.join('')}\n`;
}
