import * as files from 'node:fs/promises';
import { jest } from '@jest/globals';

/** A change on the workstation that a kill must not lose: of the inventory, or of a note. */
export interface Moment {
  readonly when: 'before' | 'after';
  readonly change: 'the inventory is edited' | 'a note is written' | 'the note is removed';
}

let struck: (Moment & { readonly die: () => void }) | undefined;

/** Lets the program that is imported afterwards die where `strikeAt` says. */
export function mortal(): void {
  jest.unstable_mockModule('node:fs/promises', () => ({
    ...files,
    rename: dying('the inventory is edited', files.rename),
    writeFile: dying('a note is written', files.writeFile, isNote),
    rm: dying('the note is removed', files.rm, isNote),
  }));
}

/** @returns a promise that resolves when the program has died: no call that it awaits returns after that */
export function strikeAt(moment: Moment): Promise<void> {
  return new Promise((resolve) => {
    struck = { ...moment, die: resolve };
  });
}

const isNote = (path: unknown) => /\/\.quorate\/[^/]+\/[^/]+\.json$/.test(String(path));

function dying<A extends unknown[], R>(
  change: Moment['change'],
  make: (...args: A) => Promise<R>,
  concerns: (path: unknown) => boolean = () => true,
): (...args: A) => Promise<R> {
  return async (...args) => {
    const hit = struck?.change === change && concerns(args[0]) ? struck : undefined;
    if (!hit) return make(...args);
    struck = undefined;
    if (hit.when === 'after') await make(...args);
    hit.die();
    return new Promise<never>(() => undefined);
  };
}
