// Names in the commands: cspell:ignore resolv tlnp
import { inOrder, manual, shellOn, RUN_AGAIN, type Next } from '../../../model/next-step.ts';
import type { KnownMessage, FailedHost } from '../known-message.ts';

/** A message about a peer: a name, an address, or an address with its port. */
type Peer = Pick<KnownMessage, 'why' | 'next'>;

const UNRESOLVED: Peer = {
  why: (name, { host }) => `${host} cannot resolve ${name || 'a name'}`,
  next: (name, { host }) =>
    inOrder(
      shellOn(host, name ? `getent hosts ${name}` : 'cat /etc/resolv.conf'),
      manual('correct the name, DNS or /etc/hosts'),
      RUN_AGAIN,
    ),
};

const PORT_TAKEN: Peer = {
  why: (port, { host }) => `another process of ${host} listens on ${port ? `port ${port}` : 'the port'}`,
  next: (port, { host }) =>
    inOrder(
      shellOn(host, `ss -tlnp${port ? ` sport = :${port}` : ''}`),
      manual('stop this process'),
      RUN_AGAIN,
    ),
};

/** Messages about names and ports that show a cause by themselves. */
export const NAMES_AND_PORTS: readonly KnownMessage[] = [
  ...[
    /Could not resolve host: ([\w.-]+)/i,
    /Temporary failure resolving '([^']+)'/,
    /epmd error for host (\S+): nxdomain/,
    /could not translate host name "([^"]+)"/,
    /host not found in upstream "([^":]+)/,
    /lookup (\S+?)(?: on \S+)?: no such host/,
    /could not resolve address '([^':]+)/,
    /[Cc]ouldn't resolve host(?: name)?(?: for)?(?: '?(?:https?:\/\/)?([\w.-]+))?/,
    // This warning of sudo is harmless: the command runs.
    /^(?!.*sudo: unable to resolve host).*(?:Name or service not known|Temporary failure in name resolution|nodename nor servname|nxdomain)/,
  ].map((pattern) => ({ cause: 'unknown-name' as const, pattern, ...UNRESOLVED })),
  ...[
    /listen tcp \S*:(\d+): bind: address already in use/,
    /distribution port (\d+) in use/,
    /cannot bind socket \(Address already in use\) for \[\S*:(\d+)\]/,
    /bind\(\) to \S*:(\d+) failed \(98/,
    /could not bind IPv[46] address "[^"]*": Address already in use/,
    /(?:[Aa]ddress already in use|EADDRINUSE|eaddrinuse)(?::? \S*:(\d+))?/,
  ].map((pattern) => ({ cause: 'port-taken' as const, pattern, ...PORT_TAKEN })),
];

/** The command that tries the connection, if its target is known. */
function probe(target: string, { host }: FailedHost): Next {
  if (target === '') return shellOn(host, 'ss -tn state syn-sent');
  return shellOn(host, target.includes(':') ? `curl -v telnet://${target}` : `ping -c 3 ${target}`);
}

/** Messages about connections. Another fault, reported elsewhere in the same output, is often the reason for them. */
export const CONNECTIONS: readonly KnownMessage[] = [
  ...[
    /dial tcp (\S+): connect: connection refused/,
    /[Cc]onnect to (\S+) port (\d+).*Connection refused/,
    /connection to server at "([^"]*)".* port (\d+) failed: Connection refused/,
    /host='([^']+)', port=(\d+)\).*Connection refused/,
    /[Cc]onnection refused|ECONNREFUSED|econnrefused/,
  ].map((pattern): KnownMessage => ({
    cause: 'refused',
    pattern,
    why: (target) => `no process listens on ${target || 'the port'}, or a firewall rejects the connection`,
    next: (target, place) => inOrder(manual('check the service there'), probe(target, place)),
  })),
  ...[
    /dial tcp (\S+): i\/o timeout/,
    /host='([^']+)', port=(\d+)\).*timed out/,
    /[Cc]onnect to (\S+) port (\d+) after \d+ ms: Timeout/,
    /connection to server at "([^"]*)".* port (\d+) failed: Connection timed out/,
    /'Connection to (\S+) timed out/,
    /unable to connect to epmd \(port 4369\) on (\S+): timeout/,
    /(?:[Cc]onnection timed out|ETIMEDOUT|etimedout|Timeout was reached|Connection timeout)/,
  ].map((pattern): KnownMessage => ({
    cause: 'timeout',
    pattern,
    why: (target) => `a firewall drops the connection${target && ` to ${target}`}, or its host is down`,
    next: (target, place) => inOrder(manual(`allow ${place.host} in the firewall`), probe(target, place)),
  })),
  ...[
    /dial tcp (\S+): (?:connect: )?no route to host/,
    /[Nn]o route to host|[Nn]etwork is unreachable|EHOSTUNREACH|ehostunreach/,
  ].map((pattern): KnownMessage => ({
    cause: 'no-route',
    pattern,
    why: (target) => `a firewall or the routing blocks the connection${target && ` to ${target}`}`,
    next: (target, place) => inOrder(manual(`allow ${place.host} in the firewall`), probe(target, place)),
  })),
];
