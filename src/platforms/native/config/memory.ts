import type { Cluster, Host } from '../../../model/cluster.ts';
import { machineKey } from '../../../model/host/machines.ts';
import type { Role } from '../../../model/names.ts';

/** Roles that use a large part of a machine's memory. */
const USERS: readonly Role[] = ['database', 'broker', 'manager'];

/** Parts of a service's memory, in percent. */
const SHARED_BUFFERS = 25;
const CACHE = 75;
const WATERMARK = 40;

/**
 * The part of its machine's memory that the service of a host may use, in bytes. The services of a machine have equal parts.
 * It depends on the inventory alone, so that it does not differ between deploys. Undefined if the inventory declares no
 * memory.
 */
function memoryOfService(
  { native, hosts }: Pick<Cluster, 'native' | 'hosts'>,
  host: Host,
): number | undefined {
  const { role } = host;
  const memory = role === 'database' || role === 'broker' ? native?.machineMemory[role] : undefined;
  if (memory === undefined) return undefined;
  const sharing = hosts.filter((one) => machineKey(one) === machineKey(host) && USERS.includes(one.role));
  return memory / sharing.length;
}

/** The parameters of PostgreSQL that depend on the memory of its machine. */
export function memoryParameters(
  cluster: Pick<Cluster, 'native' | 'hosts'>,
  host: Host,
): Readonly<Record<string, string>> {
  const memory = memoryOfService(cluster, host);
  if (memory === undefined) return {};
  return {
    shared_buffers: `${megabytes(memory, SHARED_BUFFERS)}MB`,
    effective_cache_size: `${megabytes(memory, CACHE)}MB`,
  };
}

/** The limit beyond which RabbitMQ blocks publishers, as a line of rabbitmq.conf. None without a declared memory. */
export function watermarkLines(cluster: Pick<Cluster, 'native' | 'hosts'>, host: Host): readonly string[] {
  const memory = memoryOfService(cluster, host);
  if (memory === undefined) return [];
  return [`vm_memory_high_watermark.absolute = ${megabytes(memory, WATERMARK)}MiB`];
}

function megabytes(memory: number, percent: number): number {
  return Math.floor((memory * percent) / 100 / 2 ** 20);
}
