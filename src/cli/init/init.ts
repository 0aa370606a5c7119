import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { draftInventory } from '../../inventory/draft.ts';
import { readInventory } from '../../inventory/read.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { SECRET_NAMES } from '../../model/material.ts';
import { columns, count, warningText } from '../../report/text.ts';
import { createSecrets } from '../../secrets/create.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import { caKeyIn } from '../certificates/ca-key.ts';
import type { Work } from '../arguments/command.ts';
import type { Edges } from '../edges.ts';
import { complete, typedFlags } from './answers.ts';
import type { Answers, InitArgs } from './answers.ts';
import { alreadyThere, inTheWay, placed } from './place.ts';
import { withPrivateIps } from './private-ips.ts';
import { isInteractive } from '../terminal/io.ts';
import { issueMissing } from '../certificates/issue-missing.ts';
import { packageRoot } from '../package-root.ts';
import { prepare } from '../run/prepare.ts';

const CERTIFICATES = 'certificates';

/** An inventory with its certificates and secrets, ready to deploy; or nothing at all. */
export const init: Work<InitArgs> = async (args, edges) => {
  const { io, clock } = edges;
  const { directory } = args;
  const asking = io.stdin.isTTY === true && isInteractive(io);
  const before = inTheWay(directory);
  if (before.length > 0) await allowForce(args, before, asking ? edges : undefined);
  const flags = typedFlags(args);
  const typed = asking ? await (await import('./questions.ts')).askFor(directory, flags, io) : flags;
  const draft = await withPrivateIps(complete(directory, typed, io));
  const aside = `replaced-${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}`;
  const inventory = await placed(directory, { aside, make: (folder) => make(folder, draft, edges) }, io);
  const { warnings } = await prepare({ inventory: join(directory, 'inventory.yaml') }, edges);
  for (const text of warnings) io.stderr.write(`${warningText(text)}\n`);
  const kept = before.length > 0 ? [`What was there is in ${join(directory, aside)}.`] : [];
  io.stdout.write(`${[...summary(directory, inventory), ...kept].join('\n')}\n`);
  return EXIT.done;
};

/** @throws UsageError unless the person means it */
async function allowForce(args: InitArgs, names: readonly string[], edges: Edges | undefined): Promise<void> {
  if (!args.force) throw alreadyThere(args.directory, names);
  if (args.yes) return;
  const what = `${names.join(', ')} in ${args.directory} would be put aside`;
  if (!edges) throw new UsageError([{ what, next: 'say so with --yes where nobody can be asked' }]);
  const { askYes } = await import('./questions.ts');
  if (!(await askYes(`${what}. Are you sure?`, edges.io)))
    throw new UsageError([{ what: 'nothing was changed', next: 'name another directory' }]);
}

/** Fills a folder. @throws UsageError with all that is wrong with the answers, in the words of an inventory */
async function make(folder: string, answers: Answers, { io, clock }: Edges): Promise<Inventory> {
  const secrets = await createSecrets(folder, SECRET_NAMES);
  const schema = join(packageRoot(), 'schema', 'inventory.schema.json');
  const text = draftInventory({
    ...answers,
    tls: CERTIFICATES,
    secrets: secrets.section,
    ...(existsSync(schema) && { schema }),
  });
  const context = { path: 'the inventory', directory: folder, home: io.home, env: io.env };
  const { inventory, problems } = readInventory(text, context);
  if (!inventory) throw new UsageError(problems);
  const tls = join(folder, CERTIFICATES);
  await issueMissing({
    cluster: inventory.cluster,
    directory: tls,
    now: clock.now(),
    renew: false,
    caKey: caKeyIn(tls, secrets.keys),
    wrote: () => undefined,
  });
  await writePrivateFile(join(folder, 'inventory.yaml'), text);
  return inventory;
}

function summary(directory: string, { cluster, secretsSource }: Inventory): readonly string[] {
  const identity = secretsSource.keys.identity?.split('/').at(-1) ?? '';
  const path = join(directory, 'inventory.yaml');
  const made = columns([
    ['inventory.yaml', `${count(cluster.hosts.length, 'host')}, Cloudify ${cluster.version.text}`],
    [`${CERTIFICATES}/`, `a CA of its own, and a certificate for each host`],
    ['secrets.age', `${count(SECRET_NAMES.length, 'new secret')}, encrypted`],
    [identity, 'opens them and the key of the CA: keep a copy elsewhere'],
  ]);
  return [
    `In ${directory}:`,
    ...made.map((line) => `  ${line}`),
    '',
    `Next: quorate plan ${path}`,
    `then: quorate deploy ${path}`,
  ];
}
