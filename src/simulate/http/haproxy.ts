import { isServerUp, serverFor } from '../services/balancer.ts';
import { isServing } from '../services/running.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import type { SimulatedRequest, SimulatedEndpoint, SimulatedReply } from './reply.ts';
import { restEndpoint } from './rest.ts';

/** Endpoint of a port that HAProxy binds: its statistics page, or the managers behind it. */
export function haproxyEndpoint(
  world: World,
  host: SimulatedHost,
  port: number,
): SimulatedEndpoint | undefined {
  const member = host.balancer;
  if (!member || !isServing(world, host, member) || !member.config.ports.includes(port)) return undefined;
  const isStatistics = port === STATISTICS_PORT;
  return isStatistics
    ? { answer: ({ path }) => statistics(world, host, path) }
    : { ca: member.config.ca, answer: (asked) => forward(world, host, asked) };
}

const STATISTICS_PORT = 8404;
const UNAVAILABLE = '<html><body><h1>503 Service Unavailable</h1></body></html>\n';

function forward(world: World, host: SimulatedHost, asked: SimulatedRequest): SimulatedReply {
  const server = serverFor(world, host, asked.client);
  const target =
    server && [...world.hosts.values()].find((each) => addressesOf(each).includes(server.address));
  const behind = target && restEndpoint(world, target)?.answer(asked);
  if (!server || !behind || behind === 'no-answer') return { status: 503, body: UNAVAILABLE };
  return { ...behind, headers: { ...behind.headers, 'x-quorate-server': server.name } };
}

function addressesOf({ spec }: SimulatedHost): readonly string[] {
  return [spec.privateIp, spec.publicIp];
}

function statistics(world: World, host: SimulatedHost, path: string): SimulatedReply {
  if (!path.startsWith('/stats')) return { status: 404, body: '' };
  const rows = (host.balancer?.config.sections ?? []).flatMap(({ name, servers }) => [
    [name, 'FRONTEND', 'OPEN', '', ''],
    ...servers.map((server) =>
      server.disabled
        ? [name, server.name, 'MAINT', '', '']
        : isServerUp(world, host, { ...server, section: name })
          ? [name, server.name, 'UP', 'L7OK', '']
          : [name, server.name, 'DOWN', 'L4CON', 'Layer4 connection problem'],
    ),
    [
      name,
      'BACKEND',
      servers.some((server) => isServerUp(world, host, { ...server, section: name })) ? 'UP' : 'DOWN',
      '',
      '',
    ],
  ]);
  const lines = [
    '# pxname,svname,status,check_status,check_desc,',
    ...rows.map((row) => `${row.join(',')},`),
  ];
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: `${lines.join('\n')}\n` };
}
