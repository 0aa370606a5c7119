import { ensureLayout, type Layout } from '../../lab/layout.ts';
import { eventsOf, finished, quorate } from './quorate.ts';
import type { RunEvent } from '../../../src/events/events.ts';

export interface Deployed {
  readonly inventory: string;
  readonly events: readonly RunEvent[];
  /** The same command once more. */
  readonly again: readonly RunEvent[];
}

/** Deploys a layout of the lab on its bare hosts, and then once more. @throws Error when the first run fails */
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
