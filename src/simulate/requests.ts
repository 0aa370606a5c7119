import type { Answer, HttpProbe, LoginProbe, ReachProbe } from '../model/gate.ts';
import { etcd } from './http/etcd.ts';
import { haproxy } from './http/haproxy.ts';
import { patroni } from './http/patroni.ts';
import { rabbitmq } from './http/rabbitmq.ts';
import type { Asked, Endpoint } from './http/reply.ts';
import { rest } from './http/rest.ts';
import { sees } from './services/network.ts';
import type { ExternalDatabase, ExternalService, SimulatedHost, World } from './state.ts';
import { runs } from './services/broker.ts';
import { externalBroker } from './http/external.ts';

const LATENCY_MS = 5;

/** What comes back when a host asks this, and after how many ms. */
export function answerTo(
  world: World,
  from: SimulatedHost,
  probe: HttpProbe,
): { answer: Answer; ms: number } {
  const url = new URL(probe.url);
  const external = externalAt(world, bare(url.hostname));
  const target = hostAt(world, from, bare(url.hostname));
  if (!external && !target?.up) return silence('timed out', probe.timeoutMs);
  const endpoint = external
    ? externalBroker(external, portOf(url))
    : target && endpointAt(world, target, portOf(url));
  if (!endpoint) return silence('refused', LATENCY_MS);
  const bad = tlsProblem(url, probe, endpoint);
  if (bad) return silence(bad, LATENCY_MS);
  return reply(endpoint, { probe, path: url.pathname + url.search, client: from.spec.privateIp });
}

/** What comes back when a host connects there, without HTTP: a database's port, or AMQP over TLS. */
export function reachFrom(
  world: World,
  from: SimulatedHost,
  probe: ReachProbe,
): { answer: Answer; ms: number } {
  const external = externalAt(world, probe.address);
  const target = hostAt(world, from, probe.address);
  if (!external && !target?.up) return silence('timed out', probe.timeoutMs);
  const found = external ? externalPort(external, probe.port) : target && ownPort(world, target, probe.port);
  if (!found) return silence('refused', LATENCY_MS);
  if (found.ca.trim() !== probe.ca.trim())
    return silence('its certificate was not issued by the CA that is expected there', LATENCY_MS);
  const declined =
    probe.kind === 'database-login' && external?.kind === 'database' ? decline(external, probe) : undefined;
  return { answer: declined ?? { kind: 'reached' }, ms: LATENCY_MS };
}

function externalPort(service: ExternalService, port: number): ExternalService | undefined {
  const ports = service.kind === 'database' ? [service.port] : [5671, 15671];
  return ports.includes(port) ? service : undefined;
}

/** What of our own speaks TLS, and with which CA; who may log in there is not modelled. */
function ownPort(world: World, host: SimulatedHost, port: number): { readonly ca: string } | undefined {
  if (port === 5432) return host.database?.running ? host.database : undefined;
  if (port === 5671) return runs(world, host) ? host.broker : undefined;
  const { ca } = endpointAt(world, host, port) ?? {};
  return ca === undefined ? undefined : { ca };
}

/** In PostgreSQL's own order and words. */
function decline(service: ExternalDatabase, probe: LoginProbe): Answer | undefined {
  const away = (code: string, message: string): Answer => ({ kind: 'turned-away', code, message });
  if (service.demandsCertificate && !probe.client)
    return away('28000', 'connection requires a valid client certificate');
  if (probe.user !== service.user || probe.password.reveal() !== service.password)
    return away('28P01', `password authentication failed for user "${probe.user}"`);
  return probe.database === service.database
    ? undefined
    : away('3D000', `database "${probe.database}" does not exist`);
}

function externalAt({ external }: World, address: string): ExternalService | undefined {
  return external.find((service) => service.address === address);
}

function bare(name: string): string {
  return name.replace(/^\[|\]$/g, '');
}

function reply(endpoint: Endpoint, asked: Asked): { answer: Answer; ms: number } {
  const said = endpoint.answer(asked);
  if (said === 'silent') return silence('timed out', asked.probe.timeoutMs);
  const { status, headers = {}, body } = said;
  return { answer: { kind: 'response', status, headers, body }, ms: LATENCY_MS };
}

function silence(why: string, ms: number): { answer: Answer; ms: number } {
  return { answer: { kind: 'silent', why }, ms };
}

/** Undefined also where no packets go. */
function hostAt(world: World, from: SimulatedHost, name: string): SimulatedHost | undefined {
  if (['127.0.0.1', 'localhost', '::1'].includes(name)) return from;
  return [...world.hosts.values()].find(
    (host) =>
      [host.spec.privateIp, host.spec.publicIp, host.spec.address, host.spec.hostname].includes(name) &&
      sees(world, from, host),
  );
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}

function endpointAt(world: World, host: SimulatedHost, port: number): Endpoint | undefined {
  switch (port) {
    case 2379:
      return etcd(world, host);
    case 8008:
      return patroni(world, host);
    case 15671:
      return rabbitmq(world, host);
    case 443:
    case 53333:
      return rest(world, host) ?? haproxy(world, host, port);
    default:
      return haproxy(world, host, port);
  }
}

/** Certificates are not modelled: whoever brings the CA that the server was installed with is let in. */
function tlsProblem(url: URL, probe: HttpProbe, endpoint: Endpoint): string | undefined {
  const isTls = url.protocol === 'https:';
  if (isTls !== (endpoint.ca !== undefined)) return isTls ? 'TLS: wrong version number' : 'socket hang up';
  if (!isTls || endpoint.ca?.trim() === probe.ca?.trim()) return undefined;
  return 'self-signed certificate in certificate chain';
}
