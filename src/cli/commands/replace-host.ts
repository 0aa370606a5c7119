import { command } from '../arguments/command.ts';
import { MEMBER, REPLACING, RUNNING } from '../arguments/flags.ts';

export const replaceHost = command({
  name: 'replace-host',
  summary: 'Replace a host that is down',
  flags: { ...RUNNING, ...REPLACING },
  positionals: MEMBER,
  load: async () => (await import('../change/replace-host.ts')).replaceHost,
});
