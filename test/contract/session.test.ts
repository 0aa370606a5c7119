import { afterAll, afterEach, beforeEach, describe, jest } from '@jest/globals';
import { simulatedAdapter } from './adapters/simulated.ts';
import { SSH_ADAPTERS } from './adapters/ssh.ts';
import { changing } from './cases/changing.ts';
import { connecting } from './cases/connecting.ts';
import { detailing } from './cases/detailing.ts';
import { jobs } from './cases/jobs.ts';
import { locking } from './cases/locking.ts';
import { losing } from './cases/losing.ts';
import { reaching } from './cases/reaching.ts';
import { reading } from './cases/reading.ts';
import type { Adapter, World } from './world.ts';

jest.setTimeout(60_000);

/** The contract of the port, tested with every adapter. */
const ADAPTERS: readonly Adapter[] = [...SSH_ADAPTERS, simulatedAdapter];

describe.each(ADAPTERS)('a session of $name', (adapter) => {
  let opened: World | undefined;
  const world = () => {
    if (!opened) throw new Error('no world');
    return opened;
  };
  beforeEach(async () => {
    opened = await adapter.open();
  });
  afterEach(async () => opened?.stop());
  afterAll(() => adapter.close());
  for (const cases of [reading, reaching, connecting, detailing, changing, locking, jobs, losing])
    cases(world);
});
