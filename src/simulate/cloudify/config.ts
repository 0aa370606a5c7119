import { parse } from 'yaml';
import { PRODUCT_CONFIG } from '../../platforms/cloudify/product/paths.ts';
import type { Release } from '../../platforms/cloudify/product/releases.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { fileText } from '../world/host.ts';
import type { SimulatedHost } from '../world/state.ts';
import { installedRelease } from './release.ts';
import type { ProgramContext } from '../commands/usage.ts';

/** Ends a program of the product with exit code 1 and the message of the real one: `ERROR - Type: message`. */
export class ProductError extends Error {
  constructor(type: string, message: string) {
    super(`${type}: ${message}`);
  }
}

/** config.yaml of a host, with the keys that the simulator knows. */
export interface ProductConfig {
  /** Text or number at a path of keys, or '' if the path does not exist. */
  text(...keys: readonly string[]): string;
  /** Keys of the map at a path, in order. */
  keys(...keys: readonly string[]): readonly string[];
  readonly services: readonly string[];
  /** Release that determines the format of config.yaml. */
  readonly release: Release;
  /** From the flags of the command, or from the configuration if the release supports these keys. */
  readonly privateIp: string;
  readonly publicIp: string;
}

/**
 * Reads config.yaml of a host.
 * @param flags `--private-ip` and `--public-ip`
 * @throws ProductError if the file does not exist or is not valid YAML
 */
export function readProductConfig(
  { world, host }: Pick<ProgramContext, 'world' | 'host'>,
  flags: { readonly ADDRESS?: string; readonly NAME?: string } = {},
): ProductConfig {
  const text = fileText(host, PRODUCT_CONFIG);
  if (text === undefined) throw new ProductError('InputError', `no configuration file ${PRODUCT_CONFIG}`);
  const root: unknown = parseConfig(text);
  const at = (keys: readonly string[]) => keys.reduce(child, root);
  const services = at(['services_to_install']);
  const release = installedRelease(world, host);
  const address = (key: string) => (release.addressesInConfig ? plainText(at(['manager', key])) : '');
  return {
    release,
    privateIp: flags.ADDRESS ?? address('private_ip'),
    publicIp: flags.NAME ?? address('public_ip'),
    text: (...keys) => plainText(at(keys)),
    keys: (...keys) => Object.keys((at(keys) as object | undefined) ?? {}),
    services: Array.isArray(services) ? services.map(plainText) : [],
  };
}

/** Caches parsed files, because each simulated deploy of a process parses the same text. */
const PARSED = new Map<string, unknown>();

function parseConfig(text: string): unknown {
  if (PARSED.has(text)) return PARSED.get(text);
  try {
    const parsed: unknown = parse(text);
    PARSED.set(text, parsed);
    return parsed;
  } catch (error) {
    throw new ProductError('InputError', `${PRODUCT_CONFIG} is not YAML: ${String(error)}`);
  }
}

/** Replaces passwords in config.yaml at the end of an installation, in releases that rewrite the file. */
export const REMOVED = '<removed>';

/** Checks that both addresses and all passwords are set and that each listed file exists on the host, as release 7.0 does. */
export function checkConfig(host: SimulatedHost, config: ProductConfig): void {
  const problems = [
    ...checkAddresses(host, config),
    ...checkServices(config),
    ...checkPasswords(config),
    ...checkFiles(host, config),
  ];
  if (problems.length > 0) throw new ProductError('ValidationError', problems.join('\n'));
}

function checkAddresses({ spec }: SimulatedHost, { privateIp, publicIp }: ProductConfig): readonly string[] {
  if (!privateIp || !publicIp) return ['private_ip and public_ip must be set'];
  if (privateIp === spec.privateIp) return [];
  return [`The provided private_ip ${privateIp} is not on any local interface`];
}

function checkServices({ services, release }: ProductConfig): readonly string[] {
  return services.includes('monitoring_service') && !release.monitoring
    ? ['monitoring_service is not among the services of this release']
    : [];
}

const REQUIRED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  database_service: [
    ['postgresql_server', 'postgres_password'],
    ['postgresql_server', 'cluster', 'etcd', 'cluster_token'],
    ['postgresql_server', 'cluster', 'etcd', 'root_password'],
    ['postgresql_server', 'cluster', 'etcd', 'patroni_password'],
    ['postgresql_server', 'cluster', 'patroni', 'rest_password'],
    ['postgresql_server', 'cluster', 'postgres', 'replicator_password'],
  ],
  queue_service: [
    ['rabbitmq', 'password'],
    ['rabbitmq', 'nodename'],
    ['rabbitmq', 'erlang_cookie'],
  ],
  manager_service: [
    ['manager', 'security', 'admin_password'],
    ['postgresql_client', 'server_password'],
    ['rabbitmq', 'password'],
  ],
};

function checkPasswords(config: ProductConfig): readonly string[] {
  return config.services
    .flatMap((service) => REQUIRED[service] ?? [])
    .filter((keys) => ['', REMOVED].includes(config.text(...keys)))
    .map((keys) => `${keys.join('.')} must be set and not empty`);
}

const SECTIONS = ['postgresql_server', 'rabbitmq', 'ssl_inputs', 'prometheus'];

function checkFiles(host: SimulatedHost, config: ProductConfig): readonly string[] {
  return SECTIONS.flatMap((section) => config.keys(section).map((key) => ({ section, key })))
    .filter(({ key }) => key.endsWith('_path'))
    .map(({ section, key }) => config.text(section, key))
    .filter((path) => path !== '' && !host.files.has(path as AbsolutePath))
    .map((path) => `[Errno 2] No such file or directory: '${path}'`);
}

function child(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
