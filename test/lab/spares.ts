import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { allHosts } from './hosts.ts';
import { ensureLayout } from './layout.ts';
import { paths } from './paths.ts';
import { must, type Say } from './shell.ts';

/**
 * Certificates of the lab's CA for the spares, beside those of the ten hosts: what an operator has once the inventory
 * that is to come was given to `quorate certificates issue`. The lab's own inventory does not list the spares, and the
 * one here does not list its managers, whose certificates would be issued anew with the second load balancer in them.
 */
export async function ensureSpares(say: Say): Promise<void> {
  const spares = allHosts.filter(({ spare }) => spare);
  const lacking = spares.filter(({ name }) => !existsSync(join(paths.certificates, `${name}.crt`)));
  if (lacking.length === 0) return;
  say(`quorate certificates issue: for ${lacking.map(({ name }) => name).join(', ')} …`);
  const hosts = allHosts.filter(({ spare, role }) => spare || role !== 'manager');
  const inventory = await ensureLayout({ name: 'spares', hosts, belowMinimum: true }, say);
  await must([process.execPath, '--import', 'tsx', 'src/cli/quorate.ts', 'certificates', 'issue', inventory]);
}
