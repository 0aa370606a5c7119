import type { RestConfig } from '../restConfig.ts';
import type { Database } from './database.ts';

export interface App {
  readonly config: RestConfig;
  readonly database: Database;
}

export interface Call {
  readonly app: App;
  readonly user: string;
  /** Part of the path that matches the route's `*`. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export type Handler = (call: Call) => Promise<Reply>;

export class RestError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const ok = (body: unknown, status = 200): Reply => ({ status, body });

/** Wraps a list like the product. */
export const page = (items: readonly unknown[]): Reply =>
  ok({ items, metadata: { pagination: { total: items.length, size: 1000, offset: 0 } } });

export function bodyOf(call: Call): Record<string, unknown> {
  try {
    return JSON.parse(call.body || '{}') as Record<string, unknown>;
  } catch {
    throw new RestError(400, 'bad_parameters_error', 'Request body is not valid JSON');
  }
}

export function textIn(body: Record<string, unknown>, key: string): string {
  const value = body[key];
  if (typeof value === 'string' && value) return value;
  throw new RestError(400, 'bad_parameters_error', `Missing ${key} in json request body`);
}
