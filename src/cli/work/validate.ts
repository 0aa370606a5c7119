import { EXIT } from '../../errors/errors.ts';
import { count } from '../../report/text.ts';
import type { ArgsOf, Work } from '../command.ts';
import type { PLANNING } from '../options.ts';
import { prepare } from '../prepare.ts';

/** The whole plan is built, so whatever would stop a deploy before its first host stops this too. */
export const validate: Work<ArgsOf<typeof PLANNING>> = async (args, edges) => {
  const { inventory, plan, warnings } = await prepare(args, edges);
  const { name, hosts } = inventory.cluster;
  if (args.output === 'json') {
    edges.io.stdout.write(`${JSON.stringify({ cluster: name, hosts: hosts.length, warnings })}\n`);
    return EXIT.done;
  }
  const sums = `${count(hosts.length, 'host')}, ${count(plan.phases.length, 'phase')} in ${plan.playbook}`;
  const lines = [
    ...warnings.map((text) => `warning: ${text}`),
    `${inventory.path}: valid: cluster ${name}, ${sums}`,
  ];
  edges.io.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
};
