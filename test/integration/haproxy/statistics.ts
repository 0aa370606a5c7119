import { parse } from 'csv-parse/sync';

/** State of the only manager's server. */
export interface ServerState {
  readonly status: string;
  /** Result of the last health check, such as `L7OK`. */
  readonly check: string;
  /** Number of times that HAProxy marked the server down. */
  readonly timesDown: number;
}

/** Reads the state from HAProxy's statistics on loopback. */
export async function serverState(port: number): Promise<ServerState> {
  const text = await (await fetch(`http://127.0.0.1:${port}/stats;csv`)).text();
  const records: readonly Record<string, string>[] = parse(text.replace(/^# /, ''), {
    columns: true,
    relax_column_count: true,
  });
  const found = records.find(({ pxname, svname }) => pxname === 'manager' && svname?.startsWith('manager_'));
  return {
    status: found?.['status'] ?? '',
    // HAProxy marks the last result with `* ` while the next check runs.
    check: (found?.['check_status'] ?? '').replace(/^\* /, ''),
    timesDown: Number(found?.['chkdown']),
  };
}
