import { canonicalAddress } from '../../model/address.ts';
import type { Answer, HttpProbe, NoAnswer, NoAnswerCause } from '../../model/health/gate.ts';
import { externalEndpoint } from '../http/external.ts';
import { etcdEndpoint } from '../http/etcd.ts';
import { haproxyEndpoint } from '../http/haproxy.ts';
import { patroniEndpoint } from '../http/patroni.ts';
import { rabbitmqEndpoint } from '../http/rabbitmq.ts';
import type { SimulatedRequest, SimulatedEndpoint } from '../http/reply.ts';
import { restEndpoint } from '../http/rest.ts';
import { holderFrom } from '../native/keepalived.ts';
import { applicationEndpoint } from '../native/application.ts';
import { canReach, hostsOnSameMachine } from '../services/network.ts';
import type { SimulatedExternalService, SimulatedHost, World } from '../world/state.ts';

export const LATENCY_MS = 5;

/** Answers an HTTP request of a host. `ms`: time until the answer. */
export function answerRequest(
  world: World,
  from: SimulatedHost,
  probe: HttpProbe,
): { answer: Answer; ms: number } {
  const url = new URL(probe.url);
  const external = externalServiceAt(world, withoutBrackets(url.hostname));
  const target = hostAt(world, from, withoutBrackets(url.hostname));
  if (!external && !target?.up) return noAnswerAfter('timeout', probe.timeoutMs);
  const endpoint = external
    ? externalEndpoint(world, external, portOf(url))
    : target && endpointAt(world, target, portOf(url));
  if (!endpoint) return noAnswerAfter('refused', LATENCY_MS);
  const bad = tlsProblem(url, probe, endpoint);
  if (bad) return noAnswerAfter(bad, LATENCY_MS);
  return reply(endpoint, { probe, path: url.pathname + url.search, client: from.spec.privateIp });
}

export function externalServiceAt(
  { external }: World,
  address: string,
): SimulatedExternalService | undefined {
  return external.find((service) => canonicalAddress(service.address) === canonicalAddress(address));
}

function withoutBrackets(name: string): string {
  return name.replace(/^\[|\]$/g, '');
}

function reply(endpoint: SimulatedEndpoint, asked: SimulatedRequest): { answer: Answer; ms: number } {
  const response = endpoint.answer(asked);
  if (response === 'no-answer') return noAnswerAfter('timeout', asked.probe.timeoutMs);
  const { status, headers = {}, body } = response;
  return { answer: { kind: 'response', status, headers, body }, ms: LATENCY_MS };
}

/** The causes that the simulator knows, as the SSH transport describes them. */
const TEXTS = {
  refused: 'refused',
  timeout: 'timed out',
  tls: 'the server does not speak TLS',
  closed: 'the server closed the connection',
  'certificate-untrusted': 'the certificate was not issued by the expected CA',
} satisfies Partial<Record<NoAnswerCause, string>>;

export function noAnswerAfter(cause: keyof typeof TEXTS, ms: number): { answer: NoAnswer; ms: number } {
  return { answer: { kind: 'no-answer', cause, text: TEXTS[cause] }, ms };
}

/** Finds a host by name or address. Undefined also if a partition separates it from the sender. */
export function hostAt(world: World, from: SimulatedHost, name: string): SimulatedHost | undefined {
  if (['127.0.0.1', 'localhost', '::1'].includes(name)) return from;
  const address = canonicalAddress(name);
  const own = [...world.hosts.values()].find(
    (host) => addressesOf(host.spec).includes(address) && canReach(world, from, host),
  );
  return own ?? holderFrom(world, from, address);
}

const ADDRESSES = new WeakMap<SimulatedHost['spec'], readonly string[]>();

function addressesOf(spec: SimulatedHost['spec']): readonly string[] {
  const known = ADDRESSES.get(spec);
  if (known) return known;
  const found = [spec.privateIp, spec.publicIp, spec.address, spec.hostname].map(canonicalAddress);
  ADDRESSES.set(spec, found);
  return found;
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}

/** The endpoint of a port, from the host of the machine that serves it. */
export function endpointAt(world: World, host: SimulatedHost, port: number): SimulatedEndpoint | undefined {
  const found = hostsOnSameMachine(world, host).map((each) => endpointOf(world, each, port));
  return found.find((endpoint) => endpoint !== undefined);
}

function endpointOf(world: World, host: SimulatedHost, port: number): SimulatedEndpoint | undefined {
  switch (port) {
    case 2379:
      return etcdEndpoint(world, host);
    case 8008:
      return patroniEndpoint(world, host);
    case 15671:
      return rabbitmqEndpoint(world, host);
    case 443:
    case 53333:
      return restEndpoint(world, host) ?? haproxyEndpoint(world, host, port);
    default:
      return applicationEndpoint(world, host, port) ?? haproxyEndpoint(world, host, port);
  }
}

/** Certificates are not simulated: a client needs only the CA that the server was installed with. */
function tlsProblem(url: URL, probe: HttpProbe, endpoint: SimulatedEndpoint): keyof typeof TEXTS | undefined {
  const isTls = url.protocol === 'https:';
  if (isTls !== (endpoint.ca !== undefined)) return isTls ? 'tls' : 'closed';
  if (!isTls || endpoint.ca?.trim() === probe.ca?.trim()) return undefined;
  return 'certificate-untrusted';
}
