import { command, group } from '../arguments/command.ts';
import { GENERATING, REPORTING } from '../arguments/flags.ts';

const generate = command({
  name: 'generate',
  text: 'Make the secrets that are missing, and their file',
  flags: GENERATING,
  load: async () => (await import('../secrets/generate.ts')).generate,
});

const edit = command({
  name: 'edit',
  text: 'Open the secrets in $EDITOR, encrypt them again after',
  flags: {},
  load: async () => (await import('../secrets/edit.ts')).edit,
});

const list = command({
  name: 'list',
  text: 'Name the secrets, where each comes from and who reads it',
  flags: REPORTING,
  load: async () => (await import('../secrets/list.ts')).list,
});

const check = command({
  name: 'check',
  text: 'Get all secrets from where they are; say what is wrong',
  flags: REPORTING,
  load: async () => (await import('../secrets/check.ts')).check,
});

export const secrets = group('secrets', 'Make, edit, list or check the secrets of an inventory', [
  generate,
  edit,
  list,
  check,
]);
