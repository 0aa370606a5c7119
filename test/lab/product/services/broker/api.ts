import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { certificatePaths } from '../../base/paths.ts';
import { request } from '../../base/request.ts';
import { brokerNames, brokerNetworks } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';
import { nodeName } from './names.ts';

const log = getLog('rabbitmq');

export interface BrokerNodes {
  readonly nodes: readonly string[];
  readonly running: readonly string[];
  readonly alarms: Readonly<Record<string, readonly string[]>>;
}

type NodeEntry = Record<string, unknown> & { name: string; running: boolean };

/** Nodes of the cluster in this node's view, read through its management interface. */
export async function listBrokerNodes(settings: Settings): Promise<BrokerNodes | undefined> {
  const { username, password, ca_path } = settings.rabbitmq;
  const caPath = ca_path || certificatePaths.ca;
  if (!existsSync(caPath))
    throw new Failure(
      'OSError',
      `Could not find a suitable TLS CA certificate bundle, invalid path: ${caPath}`,
    );
  let found: unknown;
  try {
    const user = { name: username, password: String(password) };
    const ca = readFileSync(caPath, 'utf8');
    const ask = { host: ownAddress(settings), port: 15671, path: '/api/nodes', ca, user, timeoutMs: 15_000 };
    found = (await request(ask)).json();
  } catch (error) {
    log.error(`Failed to list rabbit nodes. Error was: ${(error as Error).message}`);
    return undefined;
  }
  if (!Array.isArray(found))
    throw new Failure(
      'RabbitNodeListError',
      `Error trying to list nodes. Response was: ${JSON.stringify(found)}`,
    );
  return summarize(found as NodeEntry[]);
}

function ownAddress(settings: Settings): string {
  const name = nodeName(settings).split('@')[1] ?? '';
  if (!brokerNames(settings).includes(name)) return name;
  const address = brokerNetworks(settings, name)['default'];
  if (address) return address;
  log.warning(
    `Current node ${name} has no default network address set in cluster_members, falling back to localhost`,
  );
  return name;
}

function summarize(entries: readonly NodeEntry[]): BrokerNodes {
  const alarms = Object.fromEntries(
    entries.map((entry) => {
      const raised = Object.keys(entry).filter((key) => key.includes('alarm') && entry[key]);
      return [entry.name, [...raised, ...['badrpc', 'nodedown'].filter((key) => entry[key])]];
    }),
  );
  return {
    nodes: entries.map((entry) => entry.name),
    running: entries.filter((entry) => entry.running).map((entry) => entry.name),
    alarms,
  };
}
