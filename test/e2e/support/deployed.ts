import { ensureLayout, type Layout } from '../../lab/layout.ts';
import { eventsOf, finished, quorate } from './quorate.ts';
import type { RunEvent } from '../../../src/events/events.ts';

export interface Deployed {
  readonly inventory: string;
  readonly events: readonly RunEvent[];
  /** Events of a second run of the same command. */
  readonly again: readonly RunEvent[];
}

/** Deploys a layout of the lab on its empty hosts, twice. @throws Error if the first run fails */
export async function deployed(layout: Layout, ...flags: readonly string[]): Promise<Deployed> {
  const inventory = await ensureLayout(layout);
  const run = () => quorate('deploy', inventory, ...flags, '--output', 'json');
  const first = await run();
  if (first.code !== 0)
    throw new Error(
      `deploy ended with ${first.code}\n${first.stdout.slice(-6000)}\n${first.stderr.slice(-3000)}`,
    );
  const events = eventsOf(first);
  console.info(`${layout.name}: ${finished(events).ms} ms`);
  return { inventory, events, again: eventsOf(await run()) };
}
