import type { AbsolutePath } from '../../model/names.ts';

/** Files on a load balancer with a virtual address. */
export const keepalivedPaths = {
  program: '/usr/sbin/keepalived',
  config: '/etc/keepalived/quorate.conf',
  unit: '/etc/systemd/system/quorate-keepalived.service',
  /** An empty file, which masks the unit of the distribution. It stays, because it may be the operator's. */
  masked: '/etc/systemd/system/keepalived.service',
  sysctl: '/etc/sysctl.d/60-quorate-virtual-ip.conf',
  pid: '/run/quorate-keepalived.pid',
  vrrpPid: '/run/quorate-keepalived-vrrp.pid',
} as const satisfies Record<string, AbsolutePath>;

/** Purposes of the files that Quorate writes for keepalived. */
export const KEEPALIVED_FILES: Readonly<Record<'config' | 'unit' | 'masked' | 'sysctl', string>> = {
  config: 'the configuration of keepalived, with `virtual_ip`',
  unit: 'the unit of keepalived',
  masked: "an empty file, so that the distribution's unit of keepalived never starts; it is never removed",
  sysctl: 'lets HAProxy bind the virtual address on every load balancer; it stays if `virtual_ip` is removed',
};
