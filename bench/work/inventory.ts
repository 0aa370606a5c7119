import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../dist/quorate.js', import.meta.url));
export const DEPLOY_SCRIPT = fileURLToPath(new URL('deploy-script.ts', import.meta.url));

/** The words of `init` for a cluster with three databases, three managers, one load balancer and the rest brokers. */
export function initWords(directory: string, hosts: number): readonly string[] {
  return [
    ...['init', directory, '--name', 'bench', '--user', 'root'],
    ...['--databases', addresses('db', 3, 1), '--managers', addresses('manager', 3, 2)],
    ...['--brokers', addresses('rabbit', hosts - 7, 4), '--load-balancers', addresses('lb', 1, 3)],
    ...['--package', packageIn(directory), '--license', licenseIn(directory)],
  ];
}

/** Creates the directory's parent files that `init` refers to: a package and a license. */
export function writeLocalFiles(directory: string): void {
  writeFileSync(packageIn(directory), '!<arch>\n');
  writeFileSync(licenseIn(directory), 'license: bench\n');
}

/** Creates an inventory with certificates and secrets in a new directory. @returns its path */
export function createInventory(directory: string, hosts: number): string {
  writeLocalFiles(directory);
  execFileSync(process.execPath, [PROGRAM, ...initWords(directory, hosts)], { stdio: 'ignore' });
  return join(directory, 'inventory.yaml');
}

const packageIn = (directory: string) => `${directory}.deb`;
const licenseIn = (directory: string) => `${directory}.license.yaml`;

function addresses(name: string, count: number, network: number): string {
  return Array.from({ length: count }, (_, index) => {
    const at = `10.${network}.${Math.floor(index / 200)}.${(index % 200) + 1}`;
    return `${name}${index + 1}=${at}`;
  }).join(',');
}
