import { timingSafeEqual } from 'node:crypto';

/** The parts of a request that decide whether it is answered. */
export interface PageRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly cookie: string | undefined;
  /** Relation of the page that made the request to this one, as the browser reports it. */
  readonly fetchSite: string | undefined;
  readonly hasBody: boolean;
}

/** Secrets of the one browser that may read the page. */
export interface PageAccess {
  readonly cookieName: string;
  readonly cookie: string;
  /** Undefined once the token was used. */
  readonly token: string | undefined;
}

/** The answer to a request. `exchange`: the token was right, and the browser receives the cookie for it. */
type Admission =
  | { readonly kind: 'page' | 'style' | 'script' | 'events' | 'exchange' }
  | { readonly kind: 'refused'; readonly status: number; readonly text: string };

const PATHS: Readonly<Record<string, 'page' | 'style' | 'script' | 'events'>> = {
  '/': 'page',
  '/style.css': 'style',
  '/script.js': 'script',
  '/events': 'events',
};

const refused = (status: number, text: string): Admission => ({ kind: 'refused', status, text });

/**
 * Decides how a request is answered. A name that resolves to this machine is refused, because any web page can have such
 * a name (DNS rebinding). Pure.
 */
export function admit(request: PageRequest, access: PageAccess): Admission {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const wanted = PATHS[path];
  const fault = faultOf(request);
  if (fault) return fault;
  if (hasCookie(request.cookie, access))
    return wanted ? fromPage(wanted, request) : refused(404, 'no such page');
  if (wanted === 'page' && hasToken(query, access)) return { kind: 'exchange' };
  return refused(403, 'the address was opened before, or is not complete: run quorate watch again');
}

/** Refuses a request that no browser sends for this page. */
function faultOf({ host = '', method, hasBody }: PageRequest): Admission | undefined {
  if (!/^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(host))
    return refused(403, 'this address is not the one that quorate watch printed');
  if (method !== 'GET') return refused(405, 'the page is read-only: only GET is allowed');
  return hasBody ? refused(413, 'a request must not have a body') : undefined;
}

/** Another program on this machine has the same address, and so the cookie, but its pages have another origin. */
function fromPage(kind: (typeof PATHS)[string], { fetchSite }: PageRequest): Admission {
  if (fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none') return { kind };
  return refused(403, 'another page asked for this one');
}

function hasToken(query: string, access: PageAccess): boolean {
  const token = new URLSearchParams(query).get('token');
  return token !== null && access.token !== undefined && isSame(token, access.token);
}

function hasCookie(header: string | undefined, { cookieName, cookie }: PageAccess): boolean {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.some((pair) => isSame(pair, `${cookieName}=${cookie}`));
}

/** Compares two texts in a time that does not depend on how many characters are equal. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
