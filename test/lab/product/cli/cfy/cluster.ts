import { CliError, type Client } from './client.ts';
import type { Session } from './commands.ts';
import { printList, printOne, say, type Item } from './output.ts';
import { saveProfile, type ClusterNode, type Profile } from './profile.ts';

const managerColumns = [
  'hostname',
  'private_ip',
  'public_ip',
  'version',
  'edition',
  'distribution',
  'distro_release',
  'last_seen',
  'networks',
];
const brokerColumns = ['name', 'port', 'networks', 'is_external', 'host'];
const databaseColumns = ['name', 'host', 'is_external'];

/** Exits 0 even if the query fails, like the real product, so that callers must read the output. */
export async function clusterStatus({ client, out }: Session): Promise<void> {
  const host = client.profile.manager_ip;
  say(out, `Retrieving Cloudify cluster status... [ip=${host}]`);
  try {
    const found = (await client.ask({ path: 'cluster-status' })) as {
      status: string;
      services: Record<string, { status: string }>;
    };
    if (out.json) {
      process.stdout.write(`${JSON.stringify(found)}\n`);
      return;
    }
    say(out, `Current cluster status is ${found.status}:`);
    const items = Object.entries(found.services).map(([name, { status }]) => ({
      service: name.padEnd(30),
      status,
    }));
    printList(out, { title: 'Cluster status services:', columns: ['service', 'status'], items });
  } catch (error) {
    say(out, `REST service at manager ${host} is not responding! ${(error as Error).message}`);
  }
}

export async function removeManager({ client, out, words }: Session): Promise<void> {
  const [hostname = ''] = words;
  await checkKnown(client, { path: 'managers', key: 'hostname', name: hostname, kind: 'manager' });
  await client.ask({ path: `managers/${encodeURIComponent(hostname)}`, method: 'DELETE' });
  say(out, `Node ${hostname} was removed successfully!`);
}

export async function updateProfile({ client, out, home }: Session): Promise<void> {
  const updated = await withCluster(client);
  saveProfile(home, updated);
  const count = Object.values(updated.cluster).reduce((sum, nodes) => sum + nodes.length, 0);
  say(out, `Profile is up to date with ${count} nodes`);
}

/** The profile, with the members that the manager lists now. */
export async function withCluster(client: Client): Promise<Profile> {
  const [broker, db] = [await nodes(client, 'brokers', 'broker'), await nodes(client, 'db-nodes', 'db')];
  const profile = await withManagers(client);
  return { ...profile, cluster: { ...profile.cluster, broker, db } };
}

export async function withManagers(client: Client): Promise<Profile> {
  return { ...client.profile, cluster: { manager: await nodes(client, 'managers', 'manager') } };
}

async function nodes(client: Client, path: string, type: string): Promise<ClusterNode[]> {
  return (await client.list<Item>(path)).map((item) => ({
    hostname: String((item['hostname'] ?? item['name']) as string),
    host_type: type,
    host_ip: nodeAddress(item, client.profile),
  }));
}

function nodeAddress(item: Item, profile: Profile): string {
  const { private_ip, public_ip, host } = item as Record<string, string | undefined>;
  if (host) return host;
  return (profile.name === 'manager-local' ? private_ip : (public_ip ?? private_ip)) ?? '';
}

export async function listManagers({ client, out }: Session): Promise<void> {
  const items = await client.list<Item>('managers');
  printList(out, { title: 'HA Cluster manager nodes', columns: managerColumns, items });
}

export async function listBrokers({ client, out }: Session): Promise<void> {
  const items = (await client.list<Item>('brokers')).map(withPort);
  printList(out, { title: 'HA Cluster brokers', columns: brokerColumns, items });
}

const withPort = (broker: Item): Item => ({ ...broker, port: broker['port'] ?? 5671 });

export async function getBroker({ client, out, words }: Session): Promise<void> {
  const [name = ''] = words;
  await checkKnown(client, { path: 'brokers', key: 'name', name, kind: 'broker' });
  const found = (await client.list<Item>('brokers')).find((broker) => broker['name'] === name);
  printOne(out, `Broker "${name}":`, withPort(found ?? {}));
}

export async function addBroker({ client, out, words, parsed }: Session): Promise<void> {
  const [name = '', address = ''] = words;
  await checkUnknown(client, name);
  const port = parsed.text('port');
  const networks = readNetworks(parsed.text('networks'));
  const body = { name, address, ...(port ? { port: Number(port) } : {}), ...(networks ? { networks } : {}) };
  await client.ask({ path: 'brokers', method: 'POST', body });
  say(out, `Broker ${name} was added successfully!`);
}

export async function removeBroker({ client, out, words }: Session): Promise<void> {
  const [name = ''] = words;
  await checkKnown(client, { path: 'brokers', key: 'name', name, kind: 'broker' });
  await client.ask({ path: `brokers/${encodeURIComponent(name)}`, method: 'DELETE' });
  say(out, `Broker ${name} was removed successfully!`);
}

export async function updateBroker({ client, out, words, parsed }: Session): Promise<void> {
  const [name = ''] = words;
  await checkKnown(client, { path: 'brokers', key: 'name', name, kind: 'broker' });
  const networks = readNetworks(parsed.text('networks'));
  if (!networks) throw new CliError('Networks must be provided to update the broker.');
  await client.ask({ path: `brokers/${encodeURIComponent(name)}`, method: 'PUT', body: { networks } });
  say(out, `Broker ${name} was updated successfully!`);
}

/** Parses JSON, or `name=address` pairs separated by semicolons. */
function readNetworks(text: string | undefined): Record<string, string> | undefined {
  if (!text) return undefined;
  if (text.trimStart().startsWith('{')) return JSON.parse(text) as Record<string, string>;
  return Object.fromEntries(text.split(';').map((pair) => pair.split('=', 2) as [string, string]));
}

export async function listDatabaseNodes({ client, out }: Session): Promise<void> {
  const items = await client.list<Item>('db-nodes');
  printList(out, { title: 'HA Cluster db nodes', columns: databaseColumns, items });
}

export async function updateDatabaseNodes({ client, out }: Session): Promise<void> {
  const answer = await client.ask({ path: 'db-nodes', method: 'POST', body: { action: 'update' } });
  const { items } = answer as { items: Item[] };
  printList(out, { title: 'HA Cluster db nodes', columns: databaseColumns, items });
}

interface Wanted {
  readonly path: string;
  readonly key: string;
  readonly name: string;
  readonly kind: string;
}

async function checkKnown(client: Client, { path, key, name, kind }: Wanted): Promise<void> {
  const names = (await client.list<Record<string, string>>(path)).map((item) => item[key] ?? '');
  if (names.includes(name)) return;
  throw new CliError(`${name} is not a ${kind} in the cluster. Current ${kind}s: ${names.join(', ')}`);
}

async function checkUnknown(client: Client, name: string): Promise<void> {
  const names = (await client.list<{ name: string }>('brokers')).map((item) => item.name);
  if (names.includes(name))
    throw new CliError(`${name} is already a broker in the cluster. Current brokers: ${names.join(', ')}`);
}
