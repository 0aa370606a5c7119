import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings of `nginx.rate_limit` in the product's config.yaml. */
export interface RateLimit {
  readonly enabled: boolean;
  readonly rate: string;
  readonly burst: number;
  readonly delay: number;
}

/** Values that releases 7.0.1 to 7.0.4 ship. */
export const SHIPPED: RateLimit = { enabled: true, rate: '10r/s', burst: 30, delay: 20 };

interface Place {
  readonly directory: string;
  readonly address: string;
  readonly port: number;
}

/**
 * Writes nginx.conf of a manager, as nginx/config/manager.upstream of the product renders it. The server `rest` responds
 * with 401, as the REST service does to a client that has not logged in.
 * @returns the command that runs nginx in the foreground, as one process
 */
export function nginxCommand(place: Place, limit: RateLimit): readonly string[] {
  const file = join(place.directory, 'nginx.conf');
  writeFileSync(file, nginxConfig(place, limit));
  return ['/usr/sbin/nginx', '-c', file, '-p', place.directory, '-e', join(place.directory, 'error.log')];
}

function nginxConfig({ directory, address, port }: Place, limit: RateLimit): string {
  const rest = `unix:${directory}/rest.sock`;
  return `
daemon off;
master_process off;
pid ${directory}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  ${TEMPORARY.map((kind) => `${kind}_temp_path ${directory}/${kind};`).join(' ')}
  upstream cloudify-rest { server ${rest}; }
  ${limit.enabled ? zone(limit) : ''}
  server {
    listen ${address}:${port} ssl http2 default_server;
    ssl_certificate ${directory}/manager1.crt;
    ssl_certificate_key ${directory}/manager1.key;
    ${limit.enabled ? `limit_req zone=ratelimit burst=${limit.burst} delay=${limit.delay};` : ''}
    location /api/ { proxy_pass http://cloudify-rest; }
  }
  server {
    listen ${rest};
    return 401;
  }
}
`;
}

/** Directories that nginx otherwise creates in /var/lib/nginx. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const zone = ({ rate }: RateLimit) => `
  map $http_execution_token $no_token_limit { default $binary_remote_addr; "~.+" ""; }
  limit_req_zone $no_token_limit zone=ratelimit:10m rate=${rate};`;
