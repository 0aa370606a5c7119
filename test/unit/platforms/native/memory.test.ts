import { describe, expect, test } from '@jest/globals';
import { hostNamed, type Cluster, type Host } from '../../../../src/model/cluster.ts';
import { memoryParameters, watermarkLines } from '../../../../src/platforms/native/config/memory.ts';
import { ownParameters } from '../../../../src/platforms/native/config/parameters.ts';
import { cluster, shared } from './fixture.ts';

const GB = 2 ** 30;

function declaring(
  of: Cluster,
  machineMemory: { readonly database?: number; readonly broker?: number },
): Cluster {
  return { ...of, native: { ...of.native!, machineMemory } };
}

describe('the memory of a machine', () => {
  test('is divided by fixed parts, if the service has a machine of its own', () => {
    const of = declaring(cluster, { database: 16 * GB, broker: 8 * GB });
    expect(memoryParameters(of, hostNamed(of, 'db1'))).toEqual({
      shared_buffers: '4096MB',
      effective_cache_size: '12288MB',
    });
    expect(watermarkLines(of, hostNamed(of, 'rabbit1'))).toEqual([
      'vm_memory_high_watermark.absolute = 3276MiB',
    ]);
  });

  test('is divided between the services that share it, but not with a load balancer', () => {
    const of = declaring(shared, { database: 16 * GB, broker: 16 * GB });
    expect(memoryParameters(of, hostNamed(of, 'db1'))).toMatchObject({ shared_buffers: '2048MB' });
    expect(watermarkLines(of, hostNamed(of, 'rabbit1'))).toEqual([
      'vm_memory_high_watermark.absolute = 3276MiB',
    ]);
    const application: Host = { ...hostNamed(of, 'lb1'), name: 'shop1', role: 'manager' };
    const three = { ...of, hosts: [...of.hosts, application] };
    expect(memoryParameters(three, hostNamed(of, 'db1'))).toMatchObject({ shared_buffers: '1365MB' });
  });

  test('decides nothing if the inventory does not declare it', () => {
    expect(memoryParameters(cluster, hostNamed(cluster, 'db1'))).toEqual({});
    expect(watermarkLines(cluster, hostNamed(cluster, 'rabbit1'))).toEqual([]);
  });

  test('gives way to the parameters of the inventory', () => {
    const of = declaring(cluster, { database: 16 * GB });
    const parameters = { shared_buffers: '1GB' };
    const given = { ...of, native: { ...of.native!, parameters } };
    const own = ownParameters(given, hostNamed(of, 'db1'));
    expect(own).toMatchObject({ shared_buffers: '1GB', effective_cache_size: '12288MB' });
  });
});
