import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../src/events/events.ts';
import { MINUTE } from '../../../src/model/duration.ts';
import { deployOf, fourteen, material, restartOf, without } from '../../support/day-2.ts';
import { Stage } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

test.each(['broker', 'manager'] as const)(
  'if a workflow starts while a %s restarts, waits for its end before the next restart',
  async (role) => {
    const stage = new Stage({ cluster: fourteen, material });
    expect((await stage.run(deployOf(ten))).exitCode).toBe(0);
    const { executions } = stage.world.host('manager1').manager!.database.registry;
    const startWorkflow = () => {
      executions.push({ id: 'e1', workflow: 'install', status: 'started' });
      stage.world.after(2 * MINUTE, () => executions.pop());
    };
    const running: number[] = [];
    const on = (event: RunEvent) => {
      if (event.kind === 'step.started') running.push(executions.length);
      if (event.kind === 'proof' && event.state === 'safe') running.push(executions.length);
      if (event.kind === 'step.finished' && running.length === 2) startWorkflow();
    };
    const plan = restartOf(ten, role);
    const startedAt = stage.clock.now();
    const ran = await stage.run(plan, { on });
    expect(ran.exitCode).toBe(0);
    expect(running).toEqual([0, 0, 1, 0, 0, 0]);
    expect(stage.clock.now() - startedAt).toBeGreaterThan(2 * MINUTE);
  },
);
