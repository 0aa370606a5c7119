import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { checkCluster } from './check.ts';
import { upExternal } from './external.ts';
import { accounts, allHosts, findHost } from './hosts.ts';
import { down, type LabOptions, reset, restore, save, status, up } from './lab.ts';
import { paths } from './paths.ts';
import { LabError } from './shell.ts';

const usage = `npm run lab -- COMMAND

  up [HOST...]        make the ten hosts run (or these; --spares: with db4, rabbit4, manager4, lb2;
                      --external: a PostgreSQL and a RabbitMQ of somebody else, extdb1 and extmq1)
  down                remove them
  status              what runs, and what is on it
  ssh HOST [COMMAND]  log in as operator (--user root|operator|cautious)
  reset [HOST...]     bare hosts again
  save [NAME]         keep the hosts' disks, stopping them for it
  restore [NAME]      the saved hosts again, with all their services
  check               look at a finished cluster from inside its hosts, without quorate

  --yes               install a missing Docker engine without asking (so does CI=true)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    yes: { type: 'boolean', default: false },
    spares: { type: 'boolean', default: false },
    external: { type: 'boolean', default: false },
    user: { type: 'string', default: accounts.free },
    help: { type: 'boolean', default: false },
  },
});

const { yes } = values;
const commands: Readonly<Record<string, (rest: readonly string[]) => Promise<void> | void>> = {
  up: (rest) => (values.external ? upExternal({ yes }) : up(chosen(rest))),
  reset: (rest) => reset(chosen(rest)),
  down: () => down({ yes }),
  save: ([name]) => save(name, { yes }),
  restore: ([name]) => restore(name, { yes }),
  status: printStatus,
  check,
  ssh,
  help: () => void process.stdout.write(usage),
};

function chosen(rest: readonly string[]): LabOptions {
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
  if (hosts.length === 0) process.stdout.write('no host exists: npm run lab -- up\n');
  const rows = hosts.map((h) => [h.name, h.address, h.container, h.state, h.system, h.installed || '-']);
  const table = [['host', 'address', 'container', 'made from', 'system', 'installed'], ...rows];
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
  process.stdout.write(`${findings.length - failed} of ${findings.length} hold\n`);
  if (failed > 0) process.exitCode = 1;
}

function ssh([name = '', ...command]: readonly string[]): void {
  const options = [
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
  // What a person can act on is said in one piece; anything else is a bug and keeps its stack.
  process.stderr.write(`${error instanceof LabError ? `lab: ${error.message}` : (error as Error).stack}\n`);
  process.exitCode = 1;
}
