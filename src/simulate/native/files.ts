import { parse } from 'yaml';
import type { AbsolutePath } from '../../model/names.ts';
import { brokerPaths, databasePaths } from '../../platforms/native/paths.ts';
import { fileText } from '../world/host.ts';
import type { SimulatedHost } from '../world/state.ts';

/** The settings of etcd that the simulation knows. */
interface EtcdSettings {
  readonly token: string;
  readonly members: readonly { readonly name: string; readonly address: string }[];
  readonly joins: boolean;
}

/** Reads etcd's configuration file. Undefined if there is none. */
export function readEtcdSettings(host: SimulatedHost): EtcdSettings | undefined {
  const text = fileText(host, databasePaths.etcdConfig);
  if (text === undefined) return undefined;
  const config = parse(text) as Readonly<Record<string, unknown>>;
  const members = String(config['initial-cluster'])
    .split(',')
    .map((entry) => {
      const [name = '', url = ''] = entry.split('=');
      return { name, address: url.replace(/^https:\/\/\[?/, '').replace(/\]?:2380$/, '') };
    });
  const joins = config['initial-cluster-state'] === 'existing';
  return { token: String(config['initial-cluster-token']), members, joins };
}

/** The settings of RabbitMQ that the simulation knows. */
interface BrokerSettings {
  readonly node: string;
  readonly user: string;
  readonly password: string;
  readonly cookie: string;
  readonly seed: string | undefined;
}

/** Reads RabbitMQ's configuration files. Undefined if one is missing. */
export function brokerSettings(host: SimulatedHost): BrokerSettings | undefined {
  const config = fileText(host, brokerPaths.config);
  const environment = fileText(host, brokerPaths.environment);
  const cookie = fileText(host, brokerPaths.cookie);
  if (config === undefined || environment === undefined || cookie === undefined) return undefined;
  const setting = (name: string) => valueOf(config, ` = `, name);
  return {
    node: valueOf(environment, '=', 'NODENAME').replace(/^rabbit@/, ''),
    user: setting('default_user'),
    password: setting('default_pass'),
    cookie,
    seed: setting('cluster_formation.classic_config.nodes.1').replace(/^rabbit@/, '') || undefined,
  };
}

function valueOf(text: string, separator: string, name: string): string {
  const line = text.split('\n').find((one) => one.startsWith(`${name}${separator}`));
  return line?.slice(name.length + separator.length) ?? '';
}

export function textAt(host: SimulatedHost, path: AbsolutePath): string {
  return fileText(host, path) ?? '';
}
