// A keyword of PostgreSQL: cspell:ignore dbname
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { findHost } from './hosts.ts';
import { reset } from './lab.ts';
import { nativeAccess } from './native/access.ts';
import { debian12 } from './native/hosts.ts';
import { createNativeCluster, nativePaths, startNativeHosts } from './native/lab.ts';
import { paths } from './paths.ts';
import { ENVIRONMENT } from './shell.ts';

const yes = process.argv.includes('--yes');
const options = { yes, say: (text: string) => console.log(text) };

/** `npm run demo`: deploys a working cluster to empty hosts in containers, with the real program. */
async function main(): Promise<void> {
  await (process.argv.includes('--native') ? demoNative() : demoCloudify());
}

async function demoCloudify(): Promise<void> {
  await reset(options);
  const inventory = relative(paths.repository, paths.inventory);
  await deploy(inventory);
  const { address } = findHost('lb1');
  console.log(`
The cluster is reachable through its load balancer:
  curl --cacert .lab/cluster/certificates/ca.crt https://${address}/api/v3.1/status
(401 is expected without a login. To print the passwords: EDITOR=cat node dist/quorate.js secrets edit ${inventory})
Log in:             npm run lab -- ssh manager1
Recreate the hosts: npm run lab -- reset
Remove the hosts:   npm run lab -- down`);
}

async function demoNative(): Promise<void> {
  await startNativeHosts(options);
  await createNativeCluster();
  const inventory = relative(paths.repository, nativePaths.inventory);
  await deploy(inventory);
  const { host, leader } = nativeAccess();
  console.log(`
The database leader is reachable at the virtual address of the load balancers:
  psql "host=${host} port=${leader} user=shop dbname=shop sslmode=verify-full sslrootcert=.lab/native/certificates/ca.crt"
(To print the passwords: EDITOR=cat node dist/quorate.js secrets edit ${inventory})
Remove the hosts: docker rm -f ${debian12.hosts.map(({ name }) => name).join(' ')}`);
}

async function deploy(inventory: string): Promise<void> {
  await must(['npm', 'run', '--silent', 'build']);
  await must(['node', 'dist/quorate.js', 'deploy', inventory]);
  await must(['node', 'dist/quorate.js', 'status', inventory]);
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
