// Options of keepalived: cspell:ignore advert garp dont
import { expect, test } from '@jest/globals';
import { loadInventory } from '../../../../src/inventory/load.ts';
import { hostNamed, type VirtualIp } from '../../../../src/model/cluster.ts';
import { keepalivedConfig, keepalivedUnitText } from '../../../../src/components/keepalived/config.ts';
import { addressProbe, holdsAddress } from '../../../../src/components/keepalived/holders.ts';

const { cluster } = await loadInventory('inventories/native-virtual-ip.yaml', { HOME: '/home/operator' });
const virtualIp = cluster.virtualIp as VirtualIp;
const configOf = (name: string) => keepalivedConfig(cluster, hostNamed(cluster, name), virtualIp);

test('every load balancer starts as a backup, and talks only to the others', () => {
  expect(configOf('lb2')).toBe(`# Written by quorate from its inventory: a deploy replaces this file.
global_defs {
    router_id lb2
    enable_script_security
    script_user root
    vrrp_garp_master_refresh 60
}

vrrp_script haproxy {
    script "/usr/bin/systemctl is-active --quiet haproxy.service"
    interval 1
    timeout 2
    fall 2
    rise 2
}

vrrp_instance virtual_ip {
    state BACKUP
    nopreempt
    interface eth0
    virtual_router_id 10
    priority 99
    advert_int 1
    unicast_src_ip 10.20.0.12
    unicast_peer {
        10.20.0.11
        10.20.0.13
    }
    virtual_ipaddress {
        10.20.0.10/32 dev eth0
    }
    track_script {
        haproxy
    }
}
`);
});

test('HAProxy is tracked without a weight, and each load balancer has its own priority', () => {
  const all = ['lb1', 'lb2', 'lb3'].map(configOf);
  expect(all.filter((text) => text.includes('weight'))).toEqual([]);
  expect(all.map((text) => /priority (\d+)/.exec(text)?.[1])).toEqual(['100', '99', '98']);
});

test('the router id depends only on the address, and is never 0', () => {
  const idAt = (address: string) =>
    /virtual_router_id (\d+)/.exec(
      keepalivedConfig(cluster, hostNamed(cluster, 'lb1'), { ...virtualIp, address }),
    )?.[1];
  expect([idAt('10.20.0.10'), idAt('10.20.1.0'), idAt('10.20.1.255')]).toEqual(['10', '255', '255']);
});

test('systemd removes the address if keepalived dies', () => {
  const text = keepalivedUnitText(virtualIp);
  expect(text).toContain('ExecStopPost=-/usr/sbin/ip address delete 10.20.0.10/32 dev eth0\n');
  expect(text).toContain('Restart=always\n');
  expect(text).toContain(' --dont-respawn ');
  expect(text).toContain(' --pid /run/quorate-keepalived.pid --vrrp_pid /run/quorate-keepalived-vrrp.pid ');
});

test('the address counts as held only if the answer lists exactly it', () => {
  const answer = (stdout: string, code = 0) => ({ kind: 'exited', code, stdout, stderr: '' }) as const;
  expect(holdsAddress(answer('2: eth0    inet 10.20.0.10/32 scope global eth0\\n'), '10.20.0.10')).toBe(true);
  expect(holdsAddress(answer('2: eth0    inet 10.20.0.101/24 scope global eth0\n'), '10.20.0.10')).toBe(
    false,
  );
  expect(holdsAddress(answer(''), '10.20.0.10')).toBe(false);
  expect(holdsAddress(answer('', 1), '10.20.0.10')).toBeUndefined();
  expect(addressProbe('10.20.0.10')).toMatchObject({ command: { program: 'ip' } });
});
