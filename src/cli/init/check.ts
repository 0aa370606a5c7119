import type { Problem } from '../../errors/errors.ts';
import { draftInventory } from '../../inventory/draft.ts';
import { readInventory } from '../../inventory/read.ts';
import { printable } from '../../model/rendered.ts';
import type { Io } from '../terminal/io.ts';
import { filledIn, missingFiles } from './answers.ts';
import type { Typed } from './answers.ts';

/** Of what is not answered yet, and of names whose addresses are asked for next. */
const LATER = /^the inventory lacks |is a name: private_ip is needed too$/;

/** What is wrong with the answers so far, in the words of an inventory, without places in a file. */
export function problemsSoFar(directory: string, typed: Typed, io: Io): readonly Problem[] {
  const text = draftInventory({
    ...filledIn(directory, typed, io),
    tls: 'certificates',
    secrets: { env: true },
  });
  const context = { path: '', directory, home: io.home, env: io.env };
  const { problems } = readInventory(text, context);
  const ofInventory = problems
    .filter(({ what }) => !LATER.test(printable(what)))
    .map(({ what, next }) => (next === undefined ? { what } : { what, next }));
  return [...missingFiles(typed, io), ...ofInventory];
}
