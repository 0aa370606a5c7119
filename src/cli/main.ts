import { EXIT, QuorateError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { Command, Edges } from './arguments/command.ts';
import { addBroker } from './commands/add-broker.ts';
import { addDatabase } from './commands/add-database.ts';
import { addLoadBalancer } from './commands/add-load-balancer.ts';
import { addManager } from './commands/add-manager.ts';
import { certificates } from './commands/certificates.ts';
import { deploy } from './commands/deploy.ts';
import { drift } from './commands/drift.ts';
import { init } from './commands/init.ts';
import { plan } from './commands/plan.ts';
import { recover } from './commands/recover.ts';
import { rehearse } from './commands/rehearse.ts';
import { removeBroker } from './commands/remove-broker.ts';
import { removeDatabase } from './commands/remove-database.ts';
import { removeLoadBalancer } from './commands/remove-load-balancer.ts';
import { removeManager } from './commands/remove-manager.ts';
import { reinitDatabase } from './commands/reinit-database.ts';
import { replaceHost } from './commands/replace-host.ts';
import { restart } from './commands/restart.ts';
import { runs } from './commands/runs.ts';
import { secrets } from './commands/secrets.ts';
import { status } from './commands/status.ts';
import { switchover } from './commands/switchover.ts';
import { unlock } from './commands/unlock.ts';
import { validate } from './commands/validate.ts';
import { verify } from './commands/verify.ts';
import { packageVersion } from './package-root.ts';
import { parse } from './arguments/read.ts';

const COMMANDS: readonly Command[] = [
  init,
  validate,
  plan,
  rehearse,
  deploy,
  verify,
  status,
  drift,
  recover,
  addDatabase,
  addBroker,
  addManager,
  addLoadBalancer,
  removeDatabase,
  removeBroker,
  removeManager,
  removeLoadBalancer,
  replaceHost,
  switchover,
  reinitDatabase,
  restart,
  runs,
  unlock,
  certificates,
  secrets,
];

/** The whole program behind the edges of its process. @returns the exit code; never throws */
export async function main(
  argv: readonly string[],
  edges: Edges,
  commands: readonly Command[] = COMMANDS,
): Promise<number> {
  // Without the flag there is nothing more to ask for: a bug then shows all it has.
  let verbose = argv.includes('--verbose');
  try {
    const parsed = await parse(argv, { commands, version: packageVersion() });
    if ('start' in parsed) {
      verbose ||= !parsed.flags.includes('verbose');
      return await parsed.start(edges);
    }
    edges.io.stdout.write(`${parsed.text}\n`);
    return EXIT.done;
  } catch (error) {
    return explain(error, { edges, verbose });
  }
}

/** What is expected is explained; anything else is a bug of this program and says so. */
async function explain(
  error: unknown,
  { edges, verbose }: { edges: Edges; verbose: boolean },
): Promise<number> {
  const { stderr } = edges.io;
  const { mask } = edges;
  const { renderProblems } = await import('../report/problems.ts');
  const { COLOUR, PLAIN } = await import('../report/text.ts');
  if (error instanceof QuorateError) {
    stderr.write(`${renderProblems(mask.within(error.problems), stderr.isTTY ? COLOUR : PLAIN)}\n`);
    return error.exitCode;
  }
  const trouble = fileTrouble(error);
  if (trouble) {
    stderr.write(`${renderProblems([mask.within(trouble)])}\n`);
    return EXIT.usage;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const next = verbose
    ? 'report it with the lines below'
    : 'run again with --verbose and report what it prints';
  const bug = mask.within({ what: `a bug in quorate: ${message}`, next });
  stderr.write(`${renderProblems([bug])}\n`);
  if (verbose) stderr.write(`${mask.text(stack ?? '')}\n`);
  return EXIT.bug;
}

/** This machine's own file system said no: a matter of the folder that was named, not a bug. */
function fileTrouble(error: unknown): Problem | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (!code || !syscall || !path) return undefined;
  const next = 'look whether it exists, is of the right kind, and this account may use it';
  return { where: path, what: `cannot be used (${code} on ${syscall})`, next };
}
