import type { AbsolutePath } from '../../model/names.ts';

/** Files on a load balancer (docs/architecture/conventions.md). */
export const haproxyPaths = {
  program: '/usr/sbin/haproxy',
  config: '/etc/haproxy/haproxy.cfg',
  certificate: '/etc/haproxy/cert.pem',
  ca: '/etc/haproxy/ca.crt',
  socket: '/run/haproxy/admin.sock',
} as const satisfies Record<string, AbsolutePath>;
