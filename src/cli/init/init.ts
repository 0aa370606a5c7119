import { join } from 'node:path';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { columns, count, warningText } from '../../report/text.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { Edges } from '../program-environment.ts';
import { completeAnswers, draftOf, typedFlags } from './answers.ts';
import type { InitArgs } from './answers.ts';
import { dryRunText, existingFiles, filesExist, placed, SCHEMA_FILE } from './existing-files.ts';
import { CERTIFICATE_DIRECTORY, draftFiles, makeFiles, secretsToCreate } from './make-files.ts';
import { namesToResolve, withPrivateIps } from './private-ips.ts';
import { isInteractive } from '../terminal/io.ts';
import { whileShowing } from '../terminal/status-line.ts';
import { prepare } from '../run/prepare.ts';
import { runAgain } from '../../model/next-step.ts';

/**
 * Creates an inventory with certificates and secrets, ready to deploy. Creates no files if one of them cannot be
 * created.
 */
export const init: CommandHandler<InitArgs> = async (args, edges) => {
  const { io, clock } = edges;
  const { directory } = args;
  const asking = io.stdin.isTTY === true && isInteractive(io);
  const before = existingFiles(directory);
  if (before.length > 0) await allowForce(args, before, asking ? edges : undefined);
  const flags = typedFlags(args);
  const typed = asking ? await (await import('./questions.ts')).askFor(directory, flags, io) : flags;
  const answers = completeAnswers(directory, typed, io);
  const resolved = await whileShowing(
    io,
    `waiting for the name server: ${namesToResolve(answers).join(', ')}`,
    withPrivateIps(answers),
  );
  const draft = draftOf(resolved);
  if (args.dryRun) {
    io.stdout.write(`${dryRunText(directory, draftFiles(directory, { draft }, edges).text)}\n`);
    return EXIT.done;
  }
  const aside = `replaced-${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}`;
  const inventory = await placed(
    directory,
    {
      aside,
      make: (temporary) => makeFiles(temporary, { draft }, edges),
    },
    io,
  );
  const { warnings } = await prepare({ inventory: join(directory, 'inventory.yaml'), offline: true }, edges);
  for (const text of warnings) io.stderr.write(`${warningText(text)}\n`);
  const moved = before.length > 0 ? [`Existing files were moved to ${join(directory, aside)}.`] : [];
  io.stdout.write(`${[...summary(directory, inventory), ...moved].join('\n')}\n`);
  return EXIT.done;
};

/** @throws UsageError unless --force was given and confirmed */
async function allowForce(args: InitArgs, names: readonly string[], edges: Edges | undefined): Promise<void> {
  if (!args.force) throw filesExist(args.directory, names);
  if (args.yes || args.dryRun) return;
  const what = `${names.join(', ')} in ${args.directory} would be moved into a subdirectory`;
  if (!edges)
    throw new UsageError([
      { what, why: 'there is no terminal to ask for confirmation', next: runAgain({ with: '--yes' }) },
    ]);
  const { askYes } = await import('./questions.ts');
  if (!(await askYes(`${what}. Continue?`, edges.io)))
    throw new UsageError([{ what: 'nothing was changed', next: 'choose another directory' }]);
}

const PRODUCTS = { cloudify: 'Cloudify', native: 'PostgreSQL' } as const;

function summary(directory: string, { cluster, secretsSource }: Inventory): readonly string[] {
  const identity = secretsSource.keys.identity?.split('/').at(-1) ?? '';
  const path = join(directory, 'inventory.yaml');
  const made = columns([
    [
      'inventory.yaml',
      `${count(cluster.hosts.length, 'host')}, ${PRODUCTS[cluster.platform]} ${cluster.version.text}`,
    ],
    [`${CERTIFICATE_DIRECTORY}/`, `a CA for this cluster, and a certificate for each host`],
    [SCHEMA_FILE, 'explains the keys to editors'],
    ['secrets.age', `${count(secretsToCreate(cluster).length, 'new secret')}, encrypted`],
    [identity, 'decrypts secrets and CA key; keep a backup elsewhere'],
  ]);
  return [
    `In ${directory}:`,
    ...made.map((line) => `  ${line}`),
    '',
    `Next: quorate trust ${path}`,
    `Then: quorate plan ${path}`,
    `Then: quorate deploy ${path}`,
  ];
}
