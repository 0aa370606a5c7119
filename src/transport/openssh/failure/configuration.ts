import { either, shellHere, manual } from '../../../model/next-step.ts';
import type { Problem } from '../../../errors/errors.ts';
import { quote } from '../../ssh/quote.ts';
import type { FailedLogin } from './failed-login.ts';
import type { Messages } from './messages.ts';

/** Describes a client that does not start: it is not installed, too old, or rejects its configuration. */
export function configurationProblem(
  _failed: FailedLogin,
  messages: Messages,
): Omit<Problem, 'where'> | undefined {
  const { match, plain } = messages;
  if (match(/^quorate-ssh: .*not found/))
    return {
      what: 'this machine has no OpenSSH client',
      next: either(
        shellHere('apt-get install openssh-client', 'install it'),
        manual('set `ssh.client: ssh2`'),
      ),
    };
  const exposed = match(/^Bad owner or permissions on (.+)$/)?.[1];
  if (exposed !== undefined)
    return {
      what: `ssh does not read ${exposed}`,
      why: 'other accounts can write the file',
      next: shellHere(`chmod 600 ${quote(exposed)}`),
    };
  const ours = match(/^command-line: line 0: Bad configuration option: (.+)$/)?.[1];
  if (ours !== undefined)
    return {
      what: `the ssh of this machine does not know the option ${ours}`,
      why: 'it is too old',
      next: 'update OpenSSH on this machine, or set `ssh.client: ssh2`',
    };
  // Commands of ssh_config, which run later, also print lines of this form.
  if (match(/^(Connecting to|Executing proxy command)/)) return undefined;
  const fault = plain.map((text) => /^(\S+?):? line (\d+): /.exec(text)).find((found) => found !== null);
  if (!fault) return undefined;
  const [, file, line] = fault;
  return {
    what: `ssh rejects line ${line} of ${file}`,
    next: 'correct the line',
    lines: [fault.input],
  };
}
