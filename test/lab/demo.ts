import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { findHost } from './hosts.ts';
import { reset } from './lab.ts';
import { paths } from './paths.ts';
import { ENVIRONMENT } from './shell.ts';

/** `npm run demo`: deploys a working cluster to ten empty hosts in containers, with the real program. */
async function main(): Promise<void> {
  await reset({ yes: process.argv.includes('--yes'), say: (text) => console.log(text) });
  const inventory = relative(paths.repository, paths.inventory);
  await must(['npm', 'run', '--silent', 'build']);
  await must(['node', 'dist/quorate.js', 'deploy', inventory]);
  await must(['node', 'dist/quorate.js', 'status', inventory]);
  const { address } = findHost('lb1');
  console.log(`
The cluster is reachable through its load balancer:
  curl --cacert .lab/cluster/certificates/ca.crt https://${address}/api/v3.1/status
(401 is expected without a login. To print the passwords: EDITOR=cat node dist/quorate.js secrets edit ${inventory})
Log in:             npm run lab -- ssh manager1
Recreate the hosts: npm run lab -- reset
Remove the hosts:   npm run lab -- down`);
}

async function must([program = '', ...args]: readonly string[]): Promise<void> {
  console.log(`\n$ ${[program, ...args].join(' ')}`);
  const child = spawn(program, args, { stdio: 'inherit', cwd: paths.repository, env: ENVIRONMENT });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    process.exitCode = code ?? 1;
    throw new Error(`${program} ${args.join(' ')} ended with exit code ${code}`);
  }
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode ??= 1;
});
