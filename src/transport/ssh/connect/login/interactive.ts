import type { KeyboardInteractiveAuthMethod, Prompt } from 'ssh2';
import type { Host } from '../../../../model/cluster.ts';
import type { HostPrompt, SshOptions } from '../options.ts';
import { asksForAccountPassword } from '../../password-prompt.ts';
import type { Waiting } from './waiting.ts';

/** The longest text of a prompt in a message. */
const LONGEST_PROMPT = 80;

/** The prompts of one host, answered with the password of the inventory or by the operator. */
export interface Interactive {
  readonly method: KeyboardInteractiveAuthMethod;
  /** The prompt that had no answer, because there is no terminal. */
  readonly unanswered: () => string | undefined;
  /** The number of prompts that were answered. */
  readonly answered: () => number;
}

type AskOperator = NonNullable<SshOptions['askPrompt']>;

/**
 * Answers keyboard-interactive. Rounds of different hosts follow one another, so that the operator sees the prompts of
 * one host at a time. The time of the handshake stands still while the operator types.
 */
export function interactive(
  host: Host,
  { askPrompt }: Pick<SshOptions, 'askPrompt'>,
  waiting: Waiting,
): Interactive {
  let other: string | undefined;
  let answered = 0;
  const ofAccount = sentOnce(host.ssh);
  const answer = (
    prompt: Prompt,
    about: Omit<HostPrompt, 'text' | 'echo'>,
  ): Promise<string> | string | undefined => {
    if (ofAccount.answers(prompt, about.instructions)) return ofAccount.send();
    const asked = { ...about, text: prompt.prompt.trim(), echo: prompt.echo === true };
    return askPrompt && reveal(askPrompt, asked);
  };
  const round = async (prompts: readonly Prompt[], instructions: string): Promise<readonly string[]> => {
    const unknown = prompts.find((prompt) => !askPrompt && !ofAccount.answers(prompt, instructions));
    other ??= unknown?.prompt.trim().slice(0, LONGEST_PROMPT);
    // Without an answer, sshd would close the connection. Empty answers only fail this method.
    if (unknown) return prompts.map(() => '');
    const answers: string[] = [];
    for (const prompt of prompts)
      answers.push((await answer(prompt, { host: host.name, user: host.ssh.user, instructions })) ?? '');
    answered += answers.length;
    return answers;
  };
  const prompt: KeyboardInteractiveAuthMethod['prompt'] = (...[, instructions, , prompts, finish]) => {
    const needsOperator = prompts.some((one) => !ofAccount.answers(one, instructions));
    const given =
      needsOperator && askPrompt
        ? waiting.operator(() => round(prompts, instructions))
        : round(prompts, instructions);
    given.then((answers) => finish([...answers]), waiting.failed);
  };
  return {
    method: { type: 'keyboard-interactive', username: host.ssh.user, prompt },
    unanswered: () => other,
    answered: () => answered,
  };
}

/** The password of the inventory. It is sent at most once, because a second hidden prompt may be for another factor. */
function sentOnce({ password }: Host['ssh']) {
  let wasSent = false;
  return {
    answers: ({ prompt, echo = false }: Prompt, instructions: string): boolean =>
      !!password && !wasSent && !echo && asksForAccountPassword({ text: prompt, instructions }),
    send: (): string | undefined => {
      wasSent = true;
      return password?.reveal();
    },
  };
}

async function reveal(ask: AskOperator, prompt: HostPrompt): Promise<string> {
  return (await ask(prompt)).reveal();
}
