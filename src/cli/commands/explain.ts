import { command } from '../arguments/command.ts';
import { EXPLAIN_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS } from '../arguments/flags.ts';
import { EXPLAIN_WORDS } from '../arguments/positionals.ts';

export const explainCommand = command({
  name: 'explain',
  summary: 'Explain a name in messages, or judge a proof or gate of a run again',
  exits: EXPLAIN_EXITS,
  examples: [
    ['etcd-quorum', 'Explain a gate'],
    ['20261122T085201Z-deploy 184', 'Judge the proof or gate of an event again'],
  ],
  flags: OUTPUT_FLAGS,
  positionals: EXPLAIN_WORDS,
  load: async () => (await import('../arguments/explain/explain.ts')).explainTopic,
});
