import type { AbsolutePath } from '../../model/names.ts';

/** Files on a load balancer (docs/architecture/conventions.md). */
export const haproxyPaths = {
  program: '/usr/sbin/haproxy',
  config: '/etc/haproxy/haproxy.cfg',
  certificate: '/etc/haproxy/cert.pem',
  ca: '/etc/haproxy/ca.crt',
  socket: '/run/haproxy/admin.sock',
} as const satisfies Record<string, AbsolutePath>;

/** Purposes of the files that Quorate writes on a load balancer. */
export const HAPROXY_FILES: Readonly<Record<'config' | 'certificate' | 'ca', string>> = {
  config: 'the configuration of HAProxy',
  certificate: 'the certificate of the load balancer with its key',
  ca: 'the CA that signed the certificates of the managers',
};
