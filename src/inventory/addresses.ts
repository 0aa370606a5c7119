import { isIP } from 'node:net';
import type { Finding } from './problems.ts';
import type { Placed } from './resolve.ts';
import type { Rule } from './rule.ts';
import type { Path } from './source.ts';

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** Addresses that mean this machine itself, or none: of no use to the others. */
const OF_NO_HOST = /^(?:127\.|0\.0\.0\.0$|::1$|::$)/;

/** A given host name is checked by the schema; a name that stands for one, here. */
const hostnameSyntax: Rule = ({ hosts }) =>
  hosts
    .filter(({ host }) => host.hostname === host.name && !isDnsName(host.name))
    .map(({ host, at }) => ({
      at: [...at, 'name'],
      what: `${host.name} cannot be the name of a machine`,
      why: 'without hostname the name stands for it, and those have letters, digits and hyphens',
      next: 'give hostname, as `hostname -s` prints it there',
    }));

const addressSyntax: Rule = ({ hosts }) =>
  hosts.flatMap((placed) => [
    ...addressFindings(placed, 'address', placed.host.address),
    ...privateIpFindings(placed),
    ...(placed.host.publicIp === placed.host.privateIp
      ? []
      : addressFindings(placed, 'public_ip', placed.host.publicIp)),
    ...Object.entries(placed.host.networks).flatMap(([name, address]) =>
      addressFindings(placed, ['networks', name], address),
    ),
  ]);

function addressFindings({ at }: Placed, field: string | Path, address: string): readonly Finding[] {
  if (isAddress(address) || isDnsName(address)) return [];
  const part: Path = typeof field === 'string' ? [field] : field;
  return [
    { at: [...at, ...part], what: `${address} is neither an IP address nor a DNS name`, ...hintFor(address) },
  ];
}

function hintFor(address: string): Pick<Finding, 'next'> {
  if (/^[^:@]+:\d+$/.test(address)) return { next: 'the port of sshd goes below ssh: as port' };
  if (address.includes('@')) return { next: 'the account goes below ssh: as user' };
  if (address.includes('%')) return { next: 'leave out the zone: it means a card of one machine' };
  if (address.includes('/')) return { next: 'an address only, without the length of its network' };
  return { next: 'check for a typing error' };
}

function privateIpFindings({ host, at }: Placed): readonly Finding[] {
  const given = host.privateIp !== host.address;
  if (!isAddress(host.privateIp))
    return given || isDnsName(host.address)
      ? [
          {
            at: [...at, given ? 'private_ip' : 'address'],
            what: given
              ? `${host.privateIp} is not an IP address`
              : `${host.address} is a name: private_ip is needed too`,
            why: 'the cluster members know each other by IP address',
            next: 'give private_ip as an IP address',
          },
        ]
      : [];
  if (!OF_NO_HOST.test(host.privateIp)) return [];
  return [
    {
      at: [...at, given ? 'private_ip' : 'address'],
      what: `no other host can reach this one at ${host.privateIp}`,
      next: 'give its address in the network that the hosts share',
    },
  ];
}

/** With a zone (`fe80::1%eth0`) it is one on a single machine only. */
const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

/** A name of which nobody would think that it is an IP address: `10.0.0.256` is a typing error. */
function isDnsName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/** Networks are for agents, which need managers and brokers both in the one they use. */
const networksOfBoth: Rule = ({ hosts }) => {
  const members = hosts.filter(({ host }) => host.role === 'broker' || host.role === 'manager');
  const names = new Set(members.flatMap(({ host }) => Object.keys(host.networks)));
  return members.flatMap(({ host, at }) =>
    [...names]
      .filter((name) => !Object.hasOwn(host.networks, name))
      .map((name) => ({
        at: [...at, 'networks'],
        what: `${host.name} has no address in the network "${name}"`,
        why: 'agents in a network talk to every manager and broker there',
        next: `add networks: { ${name}: … } to it`,
      })),
  );
};

const networksElsewhere: Rule = ({ hosts }) =>
  hosts.flatMap(({ host, at }) => [
    ...(host.role === 'database' || host.role === 'load_balancer' ? unusedKeys({ host, at }) : []),
    ...(Object.hasOwn(host.networks, 'default')
      ? [
          {
            at: [...at, 'networks', 'default'],
            what: 'the network "default" is the private_ip',
            next: 'leave it out',
          },
        ]
      : []),
  ]);

function unusedKeys({ host, at }: Placed): readonly Finding[] {
  const overlay = host.role === 'load_balancer' && Object.keys(host.overlay).length > 0;
  return [
    ...(Object.keys(host.networks).length > 0
      ? [
          {
            at: [...at, 'networks'],
            part: 'key' as const,
            what: `a ${host.role} has no networks`,
            next: 'they belong to brokers and managers',
          },
        ]
      : []),
    ...(overlay
      ? [
          {
            at: [...at, 'config'],
            part: 'key' as const,
            what: 'a load balancer has no config.yaml',
            next: 'leave config out',
          },
        ]
      : []),
  ];
}

export const addressRules: readonly Rule[] = [
  hostnameSyntax,
  addressSyntax,
  networksOfBoth,
  networksElsewhere,
];
