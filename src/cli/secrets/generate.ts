import { platformOf } from '../../registry/platforms.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { loadInventory } from '../../inventory/load.ts';
import type { SecretName } from '../../model/material.ts';
import { count } from '../../report/text.ts';
import { completeSecrets } from '../../secrets/complete.ts';
import type { CompletedSecrets } from '../../secrets/complete.ts';
import { keysOf } from '../../secrets/files/keys.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { GENERATE_FLAGS } from '../arguments/flags.ts';
import { withJsonProblems } from '../inspect/json-problems.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { filesInJson, NOTHING_WRITTEN } from '../terminal/written-report.ts';
import { passphraseInput } from '../terminal/prompt.ts';
import { secretsFileOf } from './secrets-file.ts';
import { commandStep } from '../../model/next-step.ts';

/** Generates only secrets of the inventory's secrets file. Secrets with a source of their own are managed elsewhere. */
export const generateMissingSecrets = withJsonProblems<ArgumentsOf<typeof GENERATE_FLAGS>>(
  async (args, { io }) => {
    const inventory = await loadInventory(args.inventory, io.env);
    const path = secretsFileOf(inventory);
    const { individual: alone, keys: source } = inventory.secretsSource;
    const names = platformOf(inventory.cluster)
      .neededSecrets(inventory.cluster)
      .map(({ name }) => name)
      .filter((name) => !alone[name]);
    const renew = secretsToRenew(args.renew, names);
    const keys = keysOf(source, passphraseInput(io));
    const done = await completeSecrets({ path, names, renew, source, keys, dryRun: args.dryRun });
    const lines = args.dryRun ? [summary(path, done, [])[0], NOTHING_WRITTEN] : summary(path, done, renew);
    io.stdout.write(
      `${args.output === 'json' ? generatedJson(path, done, args.dryRun) : lines.join('\n')}\n`,
    );
    return EXIT.done;
  },
);

/** Names the secrets, without their values. */
function generatedJson(
  path: string,
  { generated, encryption, identity }: CompletedSecrets,
  dryRun: boolean,
): string {
  const files = [
    ...(generated.length > 0 ? [{ file: path, why: count(generated.length, 'new secret') }] : []),
    ...(identity === undefined ? [] : [{ file: identity, why: 'decrypts the secrets' }]),
  ];
  return jsonOutput({ generated, encryption, ...filesInJson(files, dryRun) });
}

/** The secrets that `--renew` names. @throws UsageError if a name is unknown or not in the inventory's secrets file */
function secretsToRenew(given: string | undefined, names: readonly SecretName[]): readonly SecretName[] {
  const words = given === undefined ? [] : given.split(',').map((word) => word.trim());
  const unknown = words.filter((word) => !names.some((name) => name === word));
  if (unknown.length > 0)
    throw new UsageError(
      unknown.map((word) => ({
        what: `--renew: the secrets file of the inventory has no secret "${word}"${didYouMean(word, names)}`,
        next: commandStep('secrets list'),
      })),
    );
  return names.filter((name) => words.includes(name));
}

function summary(
  path: string,
  { generated: made, encryption, identity }: CompletedSecrets,
  renew: readonly SecretName[],
): string[] {
  if (made.length === 0) return [`${path}: no secret is missing`];
  const lines = [`${path}: ${count(made.length, 'new secret')}: ${made.join(', ')}`];
  if (identity !== undefined)
    lines.push(`${identity}: new age identity that decrypts the file; back it up elsewhere`);
  if (encryption === 'plain') lines.push('warning: the file is not encrypted; see docs/secrets.md');
  if (renew.length > 0) lines.push('An installed cluster keeps the old values.');
  return lines;
}
