import { command } from '../command.ts';
import { MEMBER, REPLACING, RUNNING } from '../options.ts';

export const replaceHost = command({
  name: 'replace-host',
  text: 'Put a new host in the place of a dead one',
  flags: { ...RUNNING, ...REPLACING },
  words: MEMBER,
  load: async () => (await import('../work/replace-host.ts')).replaceHost,
});
