import type { Answer } from '../../model/health/gate.ts';

/** A server behind a balancer as its statistics tell it: `UP`, `DOWN`, `UP 1/2`, `MAINT`, `no check`. */
export interface BalancedServer {
  readonly proxy: string;
  readonly name: string;
  readonly status: string;
  /** What the last check saw, in HAProxy's words. */
  readonly check: string;
}

/**
 * HAProxy's `/stats;csv`: one line a server, columns by the names in its first line (`# pxname,svname,…`).
 * undefined: it did not say.
 */
export function balancedServers(answer: Answer | undefined): readonly BalancedServer[] | undefined {
  if (answer?.kind !== 'response' || answer.status !== 200) return undefined;
  const [head = '', ...rows] = answer.body.split('\n').filter((line) => line.trim() !== '');
  const columns = head.replace(/^#\s*/, '').split(',');
  const [proxy, name, status] = ['pxname', 'svname', 'status'].map((column) => columns.indexOf(column));
  if (proxy === undefined || name === undefined || status === undefined) return undefined;
  if (Math.min(proxy, name, status) < 0) return undefined;
  const check = columns.indexOf('check_desc');
  return rows
    .map((row) => row.split(','))
    .map((row) => ({
      proxy: row[proxy] ?? '',
      name: row[name] ?? '',
      status: row[status] ?? '',
      check: row[check] ?? '',
    }))
    .filter((server) => server.name !== 'FRONTEND' && server.name !== 'BACKEND');
}
