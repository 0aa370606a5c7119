import { command } from '../arguments/command.ts';
import { MEMBER, REPLACING, RUNNING } from '../arguments/flags.ts';

export const replaceHost = command({
  name: 'replace-host',
  text: 'Put a new host in the place of a dead one',
  flags: { ...RUNNING, ...REPLACING },
  words: MEMBER,
  load: async () => (await import('../change/replace-host.ts')).replaceHost,
});
