import { command } from '../arguments/command.ts';
import { EXPLAIN_EXITS } from '../arguments/exits.ts';

export const explainCommand = command({
  name: 'explain',
  summary: 'Explain a name in messages, or judge a proof or gate of a run again',
  exits: EXPLAIN_EXITS,
  examples: [
    ['etcd-quorum', 'Explain a gate'],
    ['20261122T085201Z-deploy 184', 'Judge the proof or gate of an event again'],
  ],
  flags: {},
  positionals: {
    topic: {
      describe: 'Name of a gate, phase, cause or term; an exit code; a step id; a run',
      completes: 'topic',
    },
    seq: { describe: 'Number of an event of the run: judge its proof or gate again', optional: true },
  },
  load: async () => (await import('../arguments/explain/explain.ts')).explainTopic,
});
