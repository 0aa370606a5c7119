import { join } from 'node:path';
import { createCertificateDirectory } from '../../certificates/read/directory.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { readLocalFile, UnusableFile } from '../../errors/local-file.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { loadInventoryText } from '../../inventory/load.ts';
import { count, hang } from '../../report/text.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';
import type { IMPORT_WORDS } from '../arguments/positionals.ts';
import { withJsonProblems } from '../inspect/json-problems.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { filesInJson } from '../terminal/written-report.ts';
import { clusterNameFor, fileOf } from './answers.ts';
import { dryRunText, existingFiles, filesExist, placed } from './existing-files.ts';
import { CERTIFICATE_DIRECTORY, createdPaths, draftFiles, makeFiles } from './make-files.ts';
import { readClusterConfig } from '../../inventory/import/cluster-config.ts';
import { importCluster } from '../../inventory/import/imported-cluster.ts';

type ImportArguments = ArgumentsOf<typeof OUTPUT_FLAGS & typeof WRITE_FLAGS, typeof IMPORT_WORDS>;

/**
 * Creates an inventory with certificates and secrets from a configuration file of cfy_cluster_manager, and prints what the
 * inventory does not contain. Connects to no host.
 */
export const importConfig = withJsonProblems<ImportArguments>(
  async ({ file, directory, output, dryRun }, edges) => {
    const { io } = edges;
    const before = existingFiles(directory);
    if (before.length > 0) throw filesExist(directory, before);
    const found = importCluster(readClusterConfig(await loadInventoryText(file), file), fileOf);
    const copies = await readAll(found.certificates, io.home);
    const draft = { ...found.draft, name: clusterNameFor(directory) };
    if (dryRun) {
      const { text, inventory } = draftFiles(directory, { draft, env: found.env }, edges);
      const lines = [dryRunText(directory, text), ...lostLines(found.lost)];
      io.stdout.write(`${importedText({ directory, output, dryRun }, { inventory, found, lines })}\n`);
      return EXIT.done;
    }
    const make = async (temporary: string) => {
      await writeAll(join(temporary, CERTIFICATE_DIRECTORY), copies);
      const files = { draft, given: found.secrets, env: found.env, issue: copies.size === 0 };
      return makeFiles(temporary, files, edges);
    };
    const inventory = await placed(directory, { aside: 'replaced', make }, io);
    const lines = [...summary(directory, inventory.cluster.hosts.length), ...lostLines(found.lost)];
    io.stdout.write(`${importedText({ directory, output, dryRun }, { inventory, found, lines })}\n`);
    return EXIT.done;
  },
);

interface Imported {
  readonly inventory: Inventory;
  readonly found: ReturnType<typeof importCluster>;
  /** The text of the command, by line. */
  readonly lines: readonly string[];
}

function importedText(
  { directory, output, dryRun }: Pick<ImportArguments, 'directory' | 'output' | 'dryRun'>,
  { inventory, found, lines }: Imported,
): string {
  if (output !== 'json') return lines.join('\n');
  return jsonOutput({
    inventory: join(directory, 'inventory.yaml'),
    hosts: inventory.cluster.hosts.length,
    notCarriedOver: found.lost,
    ...filesInJson(createdPaths(directory, inventory), dryRun),
  });
}

/** Reads the files before any file is written. @throws UsageError with all files that cannot be read */
async function readAll(
  files: Readonly<Record<string, string>>,
  home: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const problems: Problem[] = [];
  const texts = new Map<string, Buffer>();
  for (const [name, path] of Object.entries(files)) {
    const from = path.startsWith('~/') ? join(home, path.slice(2)) : path;
    try {
      texts.set(name, (await readLocalFile(from)).bytes);
    } catch (error) {
      problems.push(unreadable(from, error as NodeJS.ErrnoException));
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return texts;
}

function unreadable(where: string, error: NodeJS.ErrnoException): Problem {
  if (error instanceof UnusableFile) return { where, ...error.problem };
  return {
    where,
    what: `cannot be read (${error.code ?? 'unknown error'})`,
    next: 'check the path, its owner and its mode',
  };
}

async function writeAll(directory: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  if (files.size === 0) return;
  await createCertificateDirectory(directory);
  for (const [name, text] of files) await writePrivateFile(join(directory, name), text);
}

function summary(directory: string, hosts: number): readonly string[] {
  const path = join(directory, 'inventory.yaml');
  return [
    `${path}: ${count(hosts, 'host')}`,
    `Next: quorate validate ${path}`,
    `Then: quorate trust ${path}`,
    `Then: quorate plan ${path}`,
  ];
}

function lostLines(lost: readonly string[]): readonly string[] {
  if (lost.length === 0) return [];
  return ['', 'Not carried over:', ...lost.flatMap((text) => hang('  - ', text, 80))];
}
