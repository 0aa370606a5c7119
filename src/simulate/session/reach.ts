import type { Answer, LoginProbe, ReachProbe } from '../../model/health/gate.ts';
import { endpointAt, externalServiceAt, hostAt, LATENCY_MS, noAnswerAfter } from './requests.ts';
import { serverBehind } from '../services/balancer.ts';
import { isBrokerRunning } from '../services/broker.ts';
import { hostsOnSameMachine } from '../services/network.ts';
import type {
  SimulatedExternalDatabase,
  SimulatedExternalService,
  SimulatedHost,
  World,
} from '../world/state.ts';

/** Answers a connection from a host that does not use HTTP: a TLS handshake, or a login to PostgreSQL. */
export function answerReach(
  world: World,
  from: SimulatedHost,
  probe: ReachProbe,
): { answer: Answer; ms: number } {
  const external = externalServiceAt(world, probe.address);
  const target = hostAt(world, from, probe.address);
  if (!external && !target?.up) return noAnswerAfter('timeout', probe.timeoutMs);
  const found = external ? externalPort(external, probe.port) : target && portAt(world, target, probe);
  if (!found) return noAnswerAfter('refused', LATENCY_MS);
  if (found.ca.trim() !== probe.ca.trim()) return noAnswerAfter('certificate-untrusted', LATENCY_MS);
  const declined =
    probe.kind === 'database-login' && external?.kind === 'database'
      ? loginError(external, probe)
      : undefined;
  return { answer: declined ?? { kind: 'reached', ...existingData(external, probe) }, ms: LATENCY_MS };
}

/**
 * Reports whether the server has what the probe looks for: the configured database, which always exists, or tables,
 * which exist once managers use the server.
 */
function existingData(
  external: SimulatedExternalService | undefined,
  probe: ReachProbe,
): { readonly holds?: boolean } {
  if (probe.kind !== 'database-login' || probe.looksFor === undefined) return {};
  if (external?.kind !== 'database') return {};
  const named = probe.looksFor === external.database && probe.looksFor !== probe.database;
  return { holds: named || isUsed(external) };
}

const isUsed = ({ cluster }: SimulatedExternalDatabase): boolean => cluster.registry.managers.size > 0;

function externalPort(service: SimulatedExternalService, port: number): SimulatedExternalService | undefined {
  const ports = { broker: [5671, 15671], balancer: [443] };
  const own = service.kind === 'database' ? [service.port] : ports[service.kind];
  return own.includes(port) ? service : undefined;
}

/** The port of a member, or of the members behind the virtual address. */
function portAt(
  world: World,
  target: SimulatedHost,
  { address, port }: Pick<ReachProbe, 'address' | 'port'>,
): { readonly ca: string } | undefined {
  if (target.keepalived?.settings.address !== address) return ownPort(world, target, port);
  const behind = serverBehind(world, target, port);
  return behind && ownPort(world, behind, port);
}

/** The CA of a member's port that uses TLS. Logins to members are not simulated. */
function ownPort(world: World, host: SimulatedHost, port: number): { readonly ca: string } | undefined {
  const hosts = hostsOnSameMachine(world, host);
  if (port === 5432) return hosts.find(({ database }) => database?.running)?.database;
  if (port === 5671) return hosts.find((each) => isBrokerRunning(world, each))?.broker;
  const { ca } = endpointAt(world, host, port) ?? {};
  return ca === undefined ? undefined : { ca };
}

/** Checks a login in the order of PostgreSQL and with its messages. */
function loginError(service: SimulatedExternalDatabase, probe: LoginProbe): Answer | undefined {
  const loginDenied = (code: string, message: string): Answer => ({ kind: 'login-denied', code, message });
  if (service.requiresClientCertificate && !probe.client)
    return loginDenied('28000', 'connection requires a valid client certificate');
  if (probe.user !== service.user || probe.password.reveal() !== service.password)
    return loginDenied('28P01', `password authentication failed for user "${probe.user}"`);
  return probe.database === service.database || isUsed(service)
    ? undefined
    : loginDenied('3D000', `database "${probe.database}" does not exist`);
}
