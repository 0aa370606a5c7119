import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';

export const completionCommand = command({
  name: 'completion',
  summary: 'Print the completion script of a shell',
  exits: FILE_EXITS,
  examples: [
    ['bash', 'For bash: source <(quorate completion bash)'],
    ['fish', 'For fish: quorate completion fish | source'],
  ],
  flags: {},
  positionals: {
    shell: { describe: 'bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] },
    words: { describe: 'Words to complete', many: true, optional: true, internal: true },
  },
  load: async () => (await import('../arguments/completion/completion.ts')).complete,
});
