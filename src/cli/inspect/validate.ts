import { EXIT } from '../../errors/errors.ts';
import { count, warningText } from '../../report/text.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import { withJsonProblems } from './json-problems.ts';
import type { PLAYBOOK_FLAGS } from '../arguments/flags.ts';
import { prepare } from '../run/prepare.ts';
import { jsonOutput } from '../terminal/json-output.ts';

/** The whole plan is built, so whatever would stop a deploy before its first host stops this too. */
export const validate = withJsonProblems<ArgumentsOf<typeof PLAYBOOK_FLAGS>>(async (args, edges) => {
  const { inventory, plan, warnings } = await prepare(args, edges);
  const print = (text: string) => void edges.io.stdout.write(edges.mask.text(`${text}\n`));
  const { name, hosts } = inventory.cluster;
  if (args.output === 'json') {
    print(jsonOutput({ cluster: name, hosts: hosts.length, warnings, problems: [] }));
    return EXIT.done;
  }
  const sums = `${count(hosts.length, 'host')}, ${count(plan.phases.length, 'phase')} in ${plan.playbook}`;
  const lines = [...warnings.map(warningText), `${inventory.path}: valid: cluster ${name}, ${sums}`];
  print(lines.join('\n'));
  return EXIT.done;
});
