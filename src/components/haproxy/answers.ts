import { parse } from 'csv-parse/sync';
import type { Answer } from '../../model/health/gate.ts';

/** A server behind a load balancer, as HAProxy's statistics report it. */
export interface BalancedServer {
  readonly proxy: string;
  readonly name: string;
  /** `UP`, `DOWN`, `UP 1/2`, `MAINT`, `no check` and others. */
  readonly status: string;
  /** Result of the last health check, as HAProxy words it. */
  readonly check: string;
}

/**
 * Parses HAProxy's `/stats;csv`: one record per server. The first line of the table names the columns (`#
 * pxname,svname,…`), and a field with a comma or a line break is quoted. Returns undefined if the answer is not such a
 * table.
 */
export function balancedServers(answer: Answer | undefined): readonly BalancedServer[] | undefined {
  if (answer?.kind !== 'response' || answer.status !== 200) return undefined;
  const records = recordsOf(answer.body.replace(/^#\s*/, ''));
  const [first] = records;
  if (!first || !['pxname', 'svname', 'status'].every((column) => first.includes(column))) return undefined;
  const at = (record: readonly string[], column: string) => record[first.indexOf(column)] ?? '';
  return records
    .slice(1)
    .map((record) => ({
      proxy: at(record, 'pxname'),
      name: at(record, 'svname'),
      status: at(record, 'status'),
      check: at(record, 'check_desc'),
    }))
    .filter(({ name }) => name !== 'FRONTEND' && name !== 'BACKEND');
}

/** The records of a CSV text, the columns' names first; none if the text is not CSV. */
function recordsOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true });
  } catch {
    return [];
  }
}

/**
 * The name of the server that answered a request, from the header `X-Quorate-Server` that haproxy.cfg adds; undefined
 * if the answer lacks the header.
 */
export function servedBy(answer: Answer | undefined): string | undefined {
  return answer?.kind === 'response' ? answer.headers['x-quorate-server'] : undefined;
}
