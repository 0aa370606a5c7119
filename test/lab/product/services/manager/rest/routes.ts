import type { Release } from '../../../releases.ts';
import { ok, type Handler } from './app.ts';
import { clusterStatusHandler } from './clusterStatus.ts';
import { okHandler, statusHandler } from './health.ts';
import { checkLicense, listLicense, uploadLicense } from './license.ts';
import { maintenanceAction, maintenanceState } from './maintenance.ts';
import {
  addBroker,
  getSecret,
  listBrokers,
  listDatabaseNodes,
  listExecutions,
  listManagers,
  listSecrets,
  putSecret,
  removeBroker,
  removeManager,
  removeSecret,
  updateBroker,
  updateDatabaseNodes,
} from './registry.ts';

export interface Route {
  readonly handler: Handler;
  /** `to-all`: needs no credentials. `always`: works without a license and in maintenance mode. */
  readonly open?: 'to-all' | 'always';
}

const always = (handler: Handler): Route => ({ handler, open: 'always' });
const licensed = (handler: Handler): Route => ({ handler });

const version: Handler = async ({ app }) => ok({ version: app.config.version, edition: 'premium' });

/** Paths below /api/v3.1. `*` matches one part. */
const routes: Readonly<Record<string, Route>> = {
  'GET ok': { handler: okHandler, open: 'to-all' },
  'GET status': always(statusHandler),
  'GET version': always(version),
  'GET cluster-status': always(clusterStatusHandler),
  'GET managers': always(listManagers),
  'DELETE managers/*': always(removeManager),
  'GET brokers': always(listBrokers),
  'POST brokers': always(addBroker),
  'PUT brokers/*': always(updateBroker),
  'DELETE brokers/*': always(removeBroker),
  'GET db-nodes': always(listDatabaseNodes),
  'POST db-nodes': always(updateDatabaseNodes),
  'GET license': always(listLicense),
  'PUT license': always(uploadLicense),
  'GET license-check': always(checkLicense),
  'GET maintenance': always(maintenanceState),
  'POST maintenance/*': always(maintenanceAction),
  'GET secrets': licensed(listSecrets),
  'GET secrets/*': licensed(getSecret),
  'PUT secrets/*': licensed(putSecret),
  'DELETE secrets/*': licensed(removeSecret),
  'GET executions': licensed(listExecutions),
};

/** True if the release does not have the route yet. */
const isMissing = (key: string, { okEndpoint, monitoring }: Release): boolean =>
  (key === 'GET ok' && !okEndpoint) || (/ (cluster-status|db-nodes)$/.test(key) && !monitoring);

export function findRoute(
  release: Release,
  method: string,
  path: string,
): { route: Route; name: string } | undefined {
  const [first = '', second, ...rest] = path.split('/').filter(Boolean);
  if (rest.length > 0) return undefined;
  const key = `${method} ${first}${second === undefined ? '' : '/*'}`;
  const route = isMissing(key, release) ? undefined : routes[key];
  return route && { route, name: decodeURIComponent(second ?? '') };
}
