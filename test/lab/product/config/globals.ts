import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { wants, type Settings } from './settings.ts';

/** Derives settings from the configuration before it is validated, like the product. */
export function setGlobals(settings: Settings): void {
  forceDatabaseTls(settings);
  const { manager } = settings;
  settings.networks ??= {};
  settings.networks['default'] ??= manager.private_ip;
  if (settings.release.strictNames) settings.networks['external'] ??= manager.public_ip;
  manager.external_rest_port = settings.nginx.port ?? (manager.security.ssl_enabled ? 443 : 80);
  manager.external_rest_protocol = manager.security.ssl_enabled ? 'https' : 'http';
  manager.hostname ||= hostname();
}

function forceDatabaseTls(settings: Settings): void {
  if (wants(settings, 'database_service') === wants(settings, 'manager_service')) return;
  settings.postgresql_server.ssl_enabled = true;
  settings.postgresql_server.enable_remote_connections = true;
  settings.postgresql_client.ssl_enabled = true;
}

export interface Listener {
  readonly port: number;
  readonly tls: 'internal' | 'external' | 'none';
}

/** Port for agents. Users connect to another port. Releases without a key for it use 53333. */
export const internalRestPort = ({ manager }: Settings): number => manager.internal_rest_port ?? 53333;

/**
 * Ports of the REST service and their certificates. Since 7.0, port 443 serves a separate external certificate only if
 * the public address is a name, because clients send no name (SNI) when they connect to an IP address. Earlier releases
 * always serve it on 443.
 */
export function listeners(settings: Settings): readonly Listener[] {
  const { manager } = settings;
  const internal = new Set([
    internalRestPort(settings),
    ...(manager.additional_internal_rest_listeners ?? []),
  ]);
  const port = manager.external_rest_port ?? 443;
  const external: Listener[] = [];
  if (!manager.security.ssl_enabled) external.push({ port, tls: 'none' });
  else if (settings.release.strictNames && isIP(manager.public_ip)) internal.add(port);
  else external.push({ port, tls: 'external' });
  const taken = new Set(external.map((l) => l.port));
  const rest = [...internal].filter((p) => !taken.has(p));
  return [...external, ...rest.map((p): Listener => ({ port: p, tls: 'internal' }))];
}
