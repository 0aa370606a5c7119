import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import { EXIT, UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { loadInventory } from '../../inventory/load.ts';
import type { SecretFault } from '../../model/material.ts';
import { Secret } from '../../model/secret.ts';
import { renderProblems } from '../../report/problems.ts';
import { encryptText } from '../../secrets/files/age.ts';
import { openSecretsFile, saveSecretsFile } from '../../secrets/files/secrets-file.ts';
import { keysOf } from '../../secrets/files/keys.ts';
import { readSecretsFile, secretValueProblems } from '../../secrets/sources/secret-values.ts';
import { platformOf } from '../../registry/platforms.ts';
import { createScratchFile, removeStaleScratchFiles } from '../../secrets/files/scratch.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';
import { withJsonProblems } from '../inspect/json-problems.ts';
import { runEditor } from '../terminal/editor.ts';
import type { Io } from '../terminal/io.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { filesInJson, NOTHING_WRITTEN } from '../terminal/written-report.ts';
import { prompt, passphraseInput } from '../terminal/prompt.ts';
import { secretsFileOf } from './secrets-file.ts';

/** Writes the secrets file only once, after the editor has left valid content. Until then the file is unchanged. */
export const editSecrets = withJsonProblems<ArgumentsOf<typeof OUTPUT_FLAGS & typeof WRITE_FLAGS>>(
  async (args, { io }) => {
    await removeStaleScratchFiles();
    const inventory = await loadInventory(args.inventory, io.env);
    const path = secretsFileOf(inventory);
    const keys = keysOf(inventory.secretsSource.keys, passphraseInput(io));
    const file = await openSecretsFile(path, keys);
    // Reports invalid recipients before the operator edits, because the edits would be lost.
    if (file.encryption === 'recipients') await encryptText(file.text, keys, { file: path });
    const { secretFault: productFault } = platformOf(inventory.cluster);
    const text = await edited(io, { path, text: file.text, productFault });
    if (text && !args.dryRun) await saveSecretsFile(path, { ...file, text }, keys);
    io.stdout.write(`${editedText(path, args, text !== undefined)}\n`);
    return EXIT.done;
  },
);

type Args = Pick<ArgumentsOf<typeof OUTPUT_FLAGS & typeof WRITE_FLAGS>, 'output' | 'dryRun'>;

function editedText(path: string, { output, dryRun }: Args, changed: boolean): string {
  const files = changed ? [{ file: path, why: 'edited' }] : [];
  if (output === 'json') return jsonOutput({ changed, ...filesInJson(files, dryRun) });
  const written = dryRun ? `would be written. ${NOTHING_WRITTEN}` : 'written';
  return `${path}: ${changed ? written : 'unchanged'}`;
}

interface Editing {
  readonly path: string;
  readonly text: Secret;
  readonly productFault: SecretFault;
}

/** @returns the edited text, or undefined if it is unchanged */
async function edited(io: Io, { path, text, productFault }: Editing): Promise<Secret | undefined> {
  const scratch = await createScratchFile(`${basename(path).replace(/\.(?:age|ya?ml)$/, '')}.yaml`, text);
  try {
    if (!scratch.inMemory) io.stderr.write(`${ON_DISK}\n`);
    for (;;) {
      await runEditor(io, scratch.path);
      const edit = await readFile(scratch.path, 'utf8');
      if (edit === text.reveal()) return undefined;
      const problems = problemsIn(edit, path, productFault);
      if (problems.length === 0) return new Secret(edit);
      await waitToEditAgain(io, problems);
    }
  } finally {
    await scratch.remove();
  }
}

const ON_DISK = 'note: this machine has no /dev/shm; while you edit, the secrets are on its disk (mode 0600)';

function problemsIn(text: string, path: string, productFault: SecretFault): readonly Problem[] {
  const { values, problems } = readSecretsFile(text, path);
  return [...problems, ...secretValueProblems(values, productFault)];
}

/** Prints the problems and waits for Enter. @throws UsageError without a terminal */
async function waitToEditAgain(io: Io, problems: readonly Problem[]): Promise<void> {
  const { pause } = prompt(io);
  if (!pause) throw new UsageError(problems);
  io.stderr.write(`${renderProblems(problems)}\n`);
  await pause('Enter: edit again. Ctrl-C: discard the changes. ');
}
