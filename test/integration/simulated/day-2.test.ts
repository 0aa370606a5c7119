import { describe, expect, test } from '@jest/globals';
import type { HostName, Role } from '../../../src/model/names.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';
import { addOf, deployOf, fourteen, material, removeOf, without } from './day-2.ts';

const SPARES: readonly { name: HostName; role: Role }[] = [
  { name: 'db4', role: 'database' },
  { name: 'rabbit4', role: 'broker' },
  { name: 'manager4', role: 'manager' },
  { name: 'lb2', role: 'load_balancer' },
];

describe.each(SPARES)('$name', ({ name, role }) => {
  const ten = without('db4', 'rabbit4', 'manager4', 'lb2');
  const eleven = {
    ...fourteen,
    hosts: fourteen.hosts.filter((host) => host.name === name || ten.hosts.includes(host)),
  };

  test('joins the live cluster, and a deploy then has nothing to do; it leaves, and nothing is left to do either', async () => {
    const stage = new Stage({ cluster: fourteen, material });
    expect((await stage.run(deployOf(ten))).finished?.problems).toEqual([]);
    const added = await stage.run(addOf(eleven, { name, role }));
    expect(added.finished?.problems).toEqual([]);
    expect(added.exitCode).toBe(0);
    const after = await stage.run(deployOf(eleven));
    expect(stepsOf(after, 'changed')).toEqual([]);
    expect(after.exitCode).toBe(0);
    const removed = await stage.run(removeOf(eleven, { name, role }));
    expect(removed.finished?.problems).toEqual([]);
    expect(removed.exitCode).toBe(0);
    const last = await stage.run(deployOf(ten));
    expect(stepsOf(last, 'changed')).toEqual([]);
    expect(last.exitCode).toBe(0);
  });
});
