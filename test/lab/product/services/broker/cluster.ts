import { Failure } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { poll, run } from '../../base/run.ts';
import type { Settings } from '../../config/settings.ts';
import { listBrokerNodes } from './api.ts';
import { nodeName, withPrefix } from './names.ts';

const log = getLog('rabbitmq');
const attempts = 60;

export function rabbitmqctl(settings: Settings, command: readonly string[], ignoreFailures = false) {
  const longNames = settings.rabbitmq.use_long_name ? ['--longnames'] : [];
  return run(['rabbitmqctl', ...longNames, ...command], { ignoreFailures });
}

/** Discards all data of this broker and joins it to the cluster, even if it is already a member. */
export async function joinCluster(settings: Settings, node: string, restoreUsers = false): Promise<void> {
  const target = withPrefix(node);
  log.info(`Joining cluster via node ${target}.`);
  await rabbitmqctl(settings, ['stop_app']);
  await rabbitmqctl(settings, ['reset']);
  let joined = false;
  try {
    await rabbitmqctl(settings, ['join_cluster', target]);
    joined = true;
  } catch (error) {
    if (!(error as Error).message.includes('mnesia_not_running')) throw error;
    throw new Failure(
      'ClusteringError',
      `Rabbit does not appear to be running on ${target}. You may need to start rabbit on that node, or restart that node.`,
    );
  } finally {
    await rabbitmqctl(settings, ['start_app']);
    if (restoreUsers && !joined) await restoreUser(settings);
  }
  await untilJoined(settings, target);
}

async function untilJoined(settings: Settings, target: string): Promise<void> {
  const required = [target, nodeName(settings)];
  let last: unknown;
  const done = await poll(attempts, 1000, async (attempt) => {
    log.info(`Checking rabbit cluster is joined [${attempt}/${attempts}]....`);
    const found = await listBrokerNodes(settings);
    last = found;
    return required.every((name) => found?.nodes.includes(name)) || undefined;
  });
  if (!done)
    throw new Failure(
      'ClusteringError',
      `Node did not join cluster within ${attempts} attempts. Attempted to join to ${target}. Last cluster status ` +
        `output was: ${JSON.stringify(last)}.`,
    );
  log.info('Cluster successfully joined.');
}

async function restoreUser(settings: Settings): Promise<void> {
  const { username, password } = settings.rabbitmq;
  await rabbitmqctl(settings, ['delete_user', 'guest'], true);
  await rabbitmqctl(settings, ['add_user', username, String(password)], true);
  await rabbitmqctl(settings, ['set_permissions', username, '.*', '.*', '.*'], true);
  await rabbitmqctl(settings, ['set_user_tags', username, 'administrator'], true);
}
