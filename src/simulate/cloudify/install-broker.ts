import { installMarker } from '../../platforms/cloudify/product/paths.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { textOf } from '../world/host.ts';
import { joinBroker, startNewBroker } from '../services/broker.ts';
import { ProductError, type ProductConfig } from './config.ts';
import { brokerMembers } from './members.ts';
import { say } from './product.ts';
import type { Here, Program } from '../commands/usage.ts';

/** A node of its own first; with join_cluster it is then reset and joins. */
export function* installBroker(here: Here, config: ProductConfig): Program {
  const { world, host } = here;
  say(here, 'RABBITMQ', { line: 'Installing RabbitMQ...' });
  yield world.vary(40_000);
  brokerMembers(config);
  const node = short(config.text('rabbitmq', 'nodename'), config);
  if (!isConfigured(here, config) || !host.broker)
    startNewBroker(world, host, {
      node,
      user: config.text('rabbitmq', 'username'),
      password: config.text('rabbitmq', 'password'),
      cookie: config.text('rabbitmq', 'erlang_cookie'),
      ca: textOf(host, config.text('rabbitmq', 'ca_path') as AbsolutePath) ?? '',
    });
  yield world.vary(10_000);
  const target = config.text('rabbitmq', 'join_cluster');
  if (target) yield* join(here, short(target, config));
  yield world.vary(10_000);
  return 0;
}

/** Only a broker whose install has finished keeps its data when it is configured again (rabbit.py, 91). */
function isConfigured({ host }: Here, { release }: ProductConfig): boolean {
  return host.files.has(installMarker(release, 'broker'));
}

function* join(here: Here, target: string): Program {
  say(here, 'RABBITMQ', { line: `Joining cluster via node rabbit@${target}.` });
  const own = here.host.broker;
  if (own) own.app = false;
  yield here.world.vary(4_000);
  const error = joinBroker(here.world, here.host, target);
  if (error) throw new ProductError('ClusteringError', error);
  yield here.world.vary(2_000);
  if (own) Object.assign(own, { app: true, since: here.world.now() });
  say(here, 'RABBITMQ', { line: 'Cluster successfully joined.' });
  return 0;
}

function short(name: string, config: ProductConfig): string {
  return config.text('rabbitmq', 'use_long_name') === 'true' ? name : (name.split('.')[0] ?? name);
}
