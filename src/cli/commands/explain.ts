import { command } from '../arguments/command.ts';

export const explainCommand = command({
  name: 'explain',
  summary: 'Explain a gate, phase, step, exit code, cause or term',
  examples: [
    ['etcd-quorum', 'Explain a gate'],
    ['7', 'Explain an exit code'],
  ],
  flags: {},
  positionals: { topic: { describe: 'Name of a gate, phase, cause or term; an exit code; a step id' } },
  load: async () => (await import('../arguments/explain/explain.ts')).explainTopic,
});
