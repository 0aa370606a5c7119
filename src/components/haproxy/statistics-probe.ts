import type { Probe } from '../../model/health/gate.ts';
import { request } from '../requests.ts';

/** Queries the running HAProxy for its servers. `balancedServers` reads the answer. */
export function statisticsProbe(port: number): Probe {
  return request({ method: 'GET', url: `http://127.0.0.1:${port}/stats;csv` });
}
