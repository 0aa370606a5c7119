import { installedRelease } from '../cloudify/release.ts';
import { isOk, reachesDatabase, isRestServing } from '../services/manager.ts';
import type { WorkflowExecution, ManagerMember, SimulatedHost, World } from '../world/state.ts';
import {
  hasCredentials,
  jsonReply,
  type SimulatedRequest,
  type SimulatedEndpoint,
  type SimulatedReply,
} from './reply.ts';

const API = '/api/v3.1/';

/** Ports 443 and 53333 of a manager. */
export function restEndpoint(world: World, host: SimulatedHost): SimulatedEndpoint | undefined {
  const { manager } = host;
  if (!manager || !isRestServing(world, host)) return undefined;
  return { ca: manager.ca, answer: (asked) => reply(world, { host, member: manager, ...asked }) };
}

interface ManagerRequest extends SimulatedRequest {
  readonly host: SimulatedHost;
  readonly member: ManagerMember;
}

function reply(world: World, { host, member, probe, path }: ManagerRequest): SimulatedReply {
  if (!path.startsWith(API)) return { status: 404, body: '' };
  const name = path.slice(API.length);
  if (name === 'ok' && installedRelease(world, host).okEndpoint) {
    const ok = isOk(world, host);
    return { status: ok ? 200 : 500, body: ok ? 'OK' : 'FAIL' };
  }
  if (!hasCredentials(probe, member.user, member.password)) return unauthorized();
  if (!reachesDatabase(world, host))
    return jsonReply(500, { message: 'Internal error', error_code: 'internal_server_error' });
  return registered(member, name) ?? jsonReply(404, { message: 'not found', error_code: 'not_found_error' });
}

function unauthorized(): SimulatedReply {
  return jsonReply(401, {
    message: 'User unauthorized: No authentication info provided',
    error_code: 'unauthorized_error',
  });
}

function registered({ database }: ManagerMember, name: string): SimulatedReply | undefined {
  const { managers, brokers, executions } = database.registry;
  if (name === 'status') return jsonReply(200, { status: 'OK', services: {} });
  if (name === 'managers') {
    return list(
      [...managers].map(([hostname, { privateIp, publicIp }], index) => ({
        id: index + 1,
        hostname,
        private_ip: privateIp,
        public_ip: publicIp,
      })),
    );
  }
  if (name.startsWith('executions?')) return list(executionsLike(executions, name));
  if (name === 'db-nodes') return list(databaseNodes(database));
  if (name !== 'brokers') return undefined;
  return list([...brokers].map(([broker, host]) => ({ name: broker, host, port: 5671, is_external: false })));
}

/** Database nodes in the table that the first manager fills, or the address of an external database. */
function databaseNodes({ registry, token }: ManagerMember['database']): readonly object[] {
  if (registry.databases.size === 0) return [{ name: token, host: token, is_external: true }];
  return [...registry.databases].map(([name, address]) => ({ name, host: address, is_external: false }));
}

/** Filters executions by `status=`. Several values match any of them; without one, all executions match. */
function executionsLike(executions: readonly WorkflowExecution[], path: string): readonly object[] {
  const statuses = new URLSearchParams(path.slice(path.indexOf('?'))).getAll('status');
  return executions
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .map(({ id, workflow, status }) => ({ id, workflow_id: workflow, status, deployment_id: 'simulated' }));
}

function list(items: readonly object[]): SimulatedReply {
  return jsonReply(200, { items, metadata: { pagination: { total: items.length, size: 1000, offset: 0 } } });
}
