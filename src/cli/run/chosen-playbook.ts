import { existsSync } from 'node:fs';
import { UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import { parsePlaybook } from '../../playbook/parse.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { PLAYBOOK_VOCABULARY } from '../../registry/vocabulary.ts';
import { builtInPlaybook, builtInPlaybooks, playbookFile } from '../resource.ts';

/** A playbook of this program, or the one that the operator named: its path, or the name of a built-in one. */
export type PlaybookChoice = { readonly builtIn: string } | { readonly named: string };

/** A file in the working directory does not hide the built-in playbook of its name. @throws UsageError */
export async function loadChosenPlaybook(choice: PlaybookChoice): Promise<Playbook> {
  if ('builtIn' in choice) return parseBuiltIn(choice.builtIn);
  const { named } = choice;
  if (/[\\/.]/.test(named) || existsSync(named)) return loadPlaybook(named, PLAYBOOK_VOCABULARY);
  const names = builtInPlaybooks();
  if (names.includes(named)) return parseBuiltIn(named);
  const what = `unknown playbook "${named}"${didYouMean(named, names)}`;
  throw new UsageError([{ what, next: `specify the path of a playbook, or one of ${names.join(', ')}` }]);
}

function parseBuiltIn(name: string): Playbook {
  return parsePlaybook(builtInPlaybook(name), { file: playbookFile(name), vocabulary: PLAYBOOK_VOCABULARY });
}
