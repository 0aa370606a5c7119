import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { checkCluster } from './check.ts';
import { upExternal } from './external.ts';
import { accounts, allHosts, findHost } from './hosts.ts';
import { down, type LabOptions, reset, restore, save, status, up } from './lab.ts';
import { removeNativeHosts, upNative } from './native/lab.ts';
import { paths } from './paths.ts';
import { LabError } from './shell.ts';

const usage = `npm run lab -- COMMAND

  up [HOST...]        start the ten hosts, or the given ones (--spares: also db4, rabbit4, manager4 and lb2;
                      --external: an external PostgreSQL and RabbitMQ, extdb1 and extmq1;
                      --native: eight hosts of Debian 12 in a network of their own, for docs/tutorial.md;
                      with names, recreate these, empty)
  down                remove all hosts (--native: those of up --native)
  status              list the hosts and what is installed on them
  ssh HOST [COMMAND]  log in as operator (--user root|operator|cautious)
  reset [HOST...]     recreate the hosts, empty
  save [NAME]         save the disks of the hosts; this stops the hosts for a moment
  restore [NAME]      recreate the saved hosts with their services
  check               check a deployed cluster from inside its hosts, without Quorate

  --yes               install a missing Docker engine without asking (also with CI=true)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    yes: { type: 'boolean', default: false },
    spares: { type: 'boolean', default: false },
    external: { type: 'boolean', default: false },
    native: { type: 'boolean', default: false },
    user: { type: 'string', default: accounts.free },
    help: { type: 'boolean', default: false },
  },
});

const { yes } = values;
const commands: Readonly<Record<string, (rest: readonly string[]) => Promise<void> | void>> = {
  up: start,
  reset: (rest) => reset(optionsFor(rest)),
  down: () => (values.native ? removeNativeHosts() : down({ yes })),
  save: ([name]) => save(name, { yes }),
  restore: ([name]) => restore(name, { yes }),
  status: printStatus,
  check,
  ssh,
  help: () => void process.stdout.write(usage),
};

async function start(rest: readonly string[]): Promise<void> {
  if (values.native) return upNative(rest, { yes });
  await (values.external ? upExternal({ yes }) : up(optionsFor(rest)));
}

function optionsFor(rest: readonly string[]): LabOptions {
  const named = values.spares ? allHosts.map((h) => h.name) : rest;
  return { yes, ...(named.length > 0 && { hosts: named }) };
}

async function main([name = 'help', ...rest]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (!command) throw new LabError(`unknown command: ${name}\n\n${usage}`);
  await command(rest);
}

async function printStatus(): Promise<void> {
  const hosts = await status();
  if (hosts.length === 0) process.stdout.write('no host exists; start the hosts with: npm run lab -- up\n');
  const rows = hosts.map((h) => [h.name, h.address, h.container, h.state, h.system, h.installed || '-']);
  const table = [['host', 'address', 'container', 'state', 'system', 'installed'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  if (rows.length > 0)
    for (const row of table)
      process.stdout.write(
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
      );
}

async function check(): Promise<void> {
  const findings = await checkCluster();
  for (const { what, ok, seen } of findings)
    process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${what}\n         ${seen}\n`);
  const failed = findings.filter((f) => !f.ok).length;
  process.stdout.write(`${findings.length - failed} of ${findings.length} checks passed\n`);
  if (failed > 0) process.exitCode = 1;
}

function ssh([name = '', ...command]: readonly string[]): void {
  const options = [
    '-F',
    'none',
    '-i',
    paths.key,
    '-o',
    `UserKnownHostsFile=${paths.knownHosts}`,
    '-o',
    'IdentitiesOnly=yes',
    '-o',
    'StrictHostKeyChecking=yes',
  ];
  const { status, error } = spawnSync(
    'ssh',
    [...options, `${values.user}@${findHost(name).address}`, ...command],
    { stdio: 'inherit' },
  );
  if (error) throw new LabError(`ssh: ${error.message}`);
  process.exitCode = status ?? 1;
}

try {
  await main(values.help ? ['help'] : positionals);
} catch (error) {
  // A LabError tells the user what to do and needs no stack. Any other error is a bug.
  process.stderr.write(`${error instanceof LabError ? `lab: ${error.message}` : (error as Error).stack}\n`);
  process.exitCode = 1;
}
