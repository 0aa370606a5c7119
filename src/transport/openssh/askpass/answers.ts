import type { Host } from '../../../model/cluster.ts';
import type { Secret } from '../../../model/secret.ts';
import type { SshOptions } from '../../ssh/connect/options.ts';
import { asksForAccountPassword } from '../../ssh/password-prompt.ts';
import type { AnswerPrompt } from './server.ts';

type Asking = Pick<SshOptions, 'askPassphrase' | 'askPrompt' | 'onNotice'>;

/** Which prompts can be answered. ssh must not ask for anything else. */
export function answerable({ ssh }: Host, { askPassphrase, askPrompt }: Asking) {
  const answersHost = ssh.password !== undefined || askPrompt !== undefined;
  return { answersHost, isBatch: !answersHost && !askPassphrase };
}

/**
 * Answers the prompts of ssh with the password of the inventory, or asks the operator. Asks for each passphrase once for
 * all hosts.
 */
export function promptAnswers({ askPassphrase, askPrompt, onNotice }: Asking): (host: Host) => AnswerPrompt {
  const passphrases = new Map<string, Promise<Secret>>();
  const passphrase = (file: string) => {
    const known = passphrases.get(file) ?? askPassphrase?.(file);
    if (known) passphrases.set(file, known);
    return known;
  };
  return ({ name, ssh }) => {
    const ask = (text: string) =>
      askPrompt?.({ host: name, user: ssh.user, instructions: '', text, echo: false });
    return async (prompt) => {
      switch (prompt.kind) {
        case 'passphrase':
          return passphrase(prompt.file);
        case 'password':
          return ssh.password ?? ask('Password:');
        case 'host':
          return ssh.password && asksForAccountPassword(prompt) ? ssh.password : ask(prompt.text);
        case 'other':
          return ask(prompt.text);
        case 'notice':
          onNotice?.(name, prompt.text);
          return undefined;
      }
    };
  };
}
