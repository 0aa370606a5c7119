import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../../../../src/model/health/gate.ts';

/** Reads a recorded answer of etcd 3.4, Patroni 3.0, RabbitMQ 3.10, HAProxy 2.6 or the lab's managers. */
export function sample(name: string): Answer {
  const path = fileURLToPath(new URL(`samples/${name}.json`, import.meta.url));
  const { status, body } = JSON.parse(readFileSync(path, 'utf8')) as { status: number; body: unknown };
  return response(status, body);
}

export function response(status: number, body: unknown): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'response', status, headers: {}, body: text };
}
