// Options of keepalived: cspell:ignore advert garp sysctl dont
import { hostsOf, type Cluster, type Host, type VirtualIp } from '../../model/cluster.ts';
import { keepalivedPaths } from './paths.ts';

const HEADER = '# Written by quorate from its inventory: a deploy replaces this file.';

/** keepalived's own default for its first instance. The load balancers that follow in the inventory have less. */
const HIGHEST_PRIORITY = 100;

/**
 * Returns keepalived's configuration of a load balancer. All load balancers start as backups, and a healthy holder keeps
 * the address. HAProxy is tracked without a weight: with one, and with `nopreempt`, the address would never move
 * (keepalived #2599).
 */
export function keepalivedConfig(cluster: Cluster, host: Host, virtualIp: VirtualIp): string {
  const balancers = hostsOf(cluster, 'load_balancer');
  const position = balancers.findIndex(({ name }) => name === host.name);
  const peers = balancers.filter(({ name }) => name !== host.name);
  return [
    HEADER,
    'global_defs {',
    `    router_id ${host.name}`,
    ...TRACKING,
    'vrrp_instance virtual_ip {',
    '    state BACKUP',
    '    nopreempt',
    `    interface ${virtualIp.interface}`,
    `    virtual_router_id ${routerId(virtualIp)}`,
    `    priority ${HIGHEST_PRIORITY - position}`,
    '    advert_int 1',
    `    unicast_src_ip ${host.privateIp}`,
    '    unicast_peer {',
    ...peers.map(({ privateIp }) => `        ${privateIp}`),
    '    }',
    '    virtual_ipaddress {',
    `        ${held(virtualIp)}`,
    '    }',
    '    track_script {',
    '        haproxy',
    '    }',
    '}',
    '',
  ].join('\n');
}

/** The rest of the global settings, and the script that tracks the unit of HAProxy. */
const TRACKING: readonly string[] = [
  '    enable_script_security',
  '    script_user root',
  '    vrrp_garp_master_refresh 60',
  '}',
  '',
  'vrrp_script haproxy {',
  '    script "/usr/bin/systemctl is-active --quiet haproxy.service"',
  '    interval 1',
  '    timeout 2',
  '    fall 2',
  '    rise 2',
  '}',
  '',
];

/** The last number of the address, so that it stays the same. VRRP has no router 0. */
function routerId({ address }: VirtualIp): number {
  return Number(address.split('.').at(-1)) || 255;
}

/** One address on its interface. With the prefix length of its network, it could become the source of connections. */
function held({ address, interface: device }: VirtualIp): string {
  return `${address}/32 dev ${device}`;
}

/**
 * Returns the unit of keepalived. If keepalived or its child process dies, systemd removes the address (keepalived
 * #2361), because another load balancer takes it.
 */
export function keepalivedUnitText(virtualIp: VirtualIp): string {
  return [
    HEADER,
    '[Unit]',
    'Description=keepalived, which moves the virtual address between the load balancers',
    'Wants=network-online.target',
    'After=network-online.target haproxy.service',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=notify',
    `ExecStart=${START.join(' ')}`,
    'ExecReload=/bin/kill -s HUP $MAINPID',
    `ExecStopPost=-/usr/sbin/ip address delete ${held(virtualIp)}`,
    'NotifyAccess=all',
    'Restart=always',
    'RestartSec=2',
    'OOMScoreAdjust=-900',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

/** With its own files for the process ids, it does not take another keepalived for itself. */
const START: readonly string[] = [
  ...[keepalivedPaths.program, '--dont-fork', '--vrrp', '--dont-respawn'],
  ...['--pid', keepalivedPaths.pid, '--vrrp_pid', keepalivedPaths.vrrpPid],
  ...['--use-file', keepalivedPaths.config],
];

/** HAProxy binds the virtual address also on the load balancers that do not hold it. */
export const NONLOCAL_BIND = `${HEADER}\nnet.ipv4.ip_nonlocal_bind = 1\n`;
