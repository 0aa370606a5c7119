import { installMarker } from '../../platforms/cloudify/product/paths.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { fileText } from '../world/host.ts';
import { joinBroker, startNewBroker } from '../services/broker.ts';
import { ProductError, type ProductConfig } from './config.ts';
import { configuredBrokers } from './members.ts';
import { printProductLine } from './product.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';

/** Starts a one-node cluster first. With join_cluster, the node is then reset and joins the cluster. */
export function* installBroker(context: ProgramContext, config: ProductConfig): ProgramRun {
  const { world, host } = context;
  printProductLine(context, 'RABBITMQ', { line: 'Installing RabbitMQ...' });
  yield world.takes('install broker');
  configuredBrokers(config);
  const node = short(config.text('rabbitmq', 'nodename'), config);
  if (!isConfigured(context, config) || !host.broker)
    startNewBroker(world, host, {
      node,
      user: config.text('rabbitmq', 'username'),
      password: config.text('rabbitmq', 'password'),
      cookie: config.text('rabbitmq', 'erlang_cookie'),
      ca: fileText(host, config.text('rabbitmq', 'ca_path') as AbsolutePath) ?? '',
    });
  yield world.takes('configure broker');
  const target = config.text('rabbitmq', 'join_cluster');
  if (target) yield* join(context, short(target, config));
  yield world.takes('set up broker user');
  return 0;
}

/** True if the installation has finished. Only then does a broker keep its data if it is configured again (rabbit.py, 91). */
function isConfigured({ host }: ProgramContext, { release }: ProductConfig): boolean {
  return host.files.has(installMarker(release, 'broker'));
}

function* join(context: ProgramContext, target: string): ProgramRun {
  printProductLine(context, 'RABBITMQ', { line: `Joining cluster via node rabbit@${target}.` });
  const own = context.host.broker;
  if (own) own.appRunning = false;
  yield context.world.takes('leave broker cluster');
  const error = joinBroker(context.world, context.host, target);
  if (error) throw new ProductError('ClusteringError', error);
  yield context.world.takes('join broker cluster');
  if (own) Object.assign(own, { appRunning: true, readyAt: context.world.now() });
  printProductLine(context, 'RABBITMQ', { line: 'Cluster successfully joined.' });
  return 0;
}

function short(name: string, config: ProductConfig): string {
  return config.text('rabbitmq', 'use_long_name') === 'true' ? name : (name.split('.')[0] ?? name);
}
