// Shell variables, names of programs: cspell:ignore CWORD COMPREPLY rehe mandoc mman

import { expect } from '@jest/globals';
import type { EmptyContainer } from './empty-container.ts';

/** Creates the inventory of a newcomer, with addresses that exist nowhere. */
export const INIT =
  'quorate init production --databases 10.20.0.11,10.20.0.12,10.20.0.13 ' +
  '--brokers 10.20.0.21,10.20.0.22,10.20.0.23 --managers 10.20.0.31,10.20.0.32,10.20.0.33 ' +
  '--load-balancers 10.20.0.41';

/** Checks that an account that is not root gets from nothing to a rehearsed deploy. */
export async function expectRehearsal({ newcomer }: EmptyContainer): Promise<void> {
  await newcomer(INIT);
  await newcomer('quorate validate production');
  expect(await newcomer('quorate rehearse production')).toContain('phase load-balancers: done');
  expect(await newcomer('quorate explain quorum')).toContain('majority');
  // The inventory names the schema in its own directory, which a colleague has too.
  expect(await newcomer('ls production')).toContain('inventory.schema.json');
}

/** Checks that bash completes commands, playbooks and hosts. Needs the inventory of `expectRehearsal`. */
export async function expectCompletion({ newcomer }: EmptyContainer, load: string): Promise<void> {
  const complete = (words: string): Promise<string> =>
    newcomer(
      `${load}; COMP_WORDS=(quorate ${words}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 )); ` +
        '_quorate quorate "${COMP_WORDS[-1]}"; echo "${COMPREPLY[@]}"',
    );
  expect(await complete('rehe')).toBe('rehearse\n');
  expect(await complete('rehearse production --playbook deploy-')).toBe('deploy-overlapped\n');
  expect(await complete('remove-database production db')).toMatch(/^db1 db2 db3/);
}

/** Checks that `man quorate` shows the page, with the `man` of mandoc. */
export async function expectManual({ program }: EmptyContainer, pages: string): Promise<void> {
  const page = await program('mandoc', `-M ${pages} quorate`, 'mman');
  const unwrapped = page.replace(/\s+/g, ' ');
  expect(unwrapped).toContain(
    'deploy and operate a highly available PostgreSQL, RabbitMQ and HAProxy cluster',
  );
}
