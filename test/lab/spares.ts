import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { allHosts } from './hosts.ts';
import { ensureLayout } from './layout.ts';
import { paths } from './paths.ts';
import { must, type Say } from './shell.ts';

/**
 * Issues certificates of the lab's CA for the spares, as an operator does with `quorate certificates issue` for an
 * inventory that lists them. The lab's own inventory does not list the spares. The inventory used here does not list
 * the lab's managers, because their certificates would be reissued with the second load balancer in them.
 */
export async function ensureSpares(say: Say): Promise<void> {
  const spares = allHosts.filter(({ spare }) => spare);
  const missing = spares.filter(({ name }) => !existsSync(join(paths.certificates, `${name}.crt`)));
  if (missing.length === 0) return;
  say(`quorate certificates issue: certificates for ${missing.map(({ name }) => name).join(', ')} …`);
  const hosts = allHosts.filter(({ spare, role }) => spare || role !== 'manager');
  const inventory = await ensureLayout({ name: 'spares', hosts, belowMinimum: true }, say);
  await must([process.execPath, '--import', 'tsx', 'src/cli/quorate.ts', 'certificates', 'issue', inventory]);
}
