import { listBrokers, withManagers } from './cluster.ts';
import { createClient, ClientError } from './client.ts';
import type { Session } from './commands.ts';
import { printList, say, type Item } from './output.ts';
import { saveProfile } from './profile.ts';

const columns = ['hostname', 'private_ip', 'public_ip', 'version', 'distribution', 'status'];

/**
 * Command of releases up to 5.0: queries the state of each manager. An unreachable manager is Offline, which is not a
 * failure.
 */
export async function clusterStatus(session: Session): Promise<void> {
  const { client, out } = session;
  const managers = await client.list<Item>('managers');
  const items = await Promise.all(
    managers.map(async (item) => ({ ...item, status: await stateOf(session, item) })),
  );
  printList(out, { title: 'HA Cluster nodes', columns, items });
  await listBrokers(session);
}

async function stateOf({ client }: Session, manager: Item): Promise<string> {
  const manager_ip = String(manager['public_ip']);
  const direct = createClient({ ...client.profile, manager_ip, cluster: {} });
  try {
    await direct.ask({ path: 'status' });
    return 'Active';
  } catch (error) {
    if (error instanceof ClientError && error.status !== 502) throw error;
    return 'Offline';
  }
}

/** Updates the profile, which only listed the managers. */
export async function updateProfile({ client, out, home }: Session): Promise<void> {
  say(out, 'Fetching the cluster nodes list...');
  const updated = await withManagers(client);
  saveProfile(home, updated);
  say(out, `Profile is up to date with ${updated.cluster['manager']?.length ?? 0} nodes`);
}
