/** The whole text of a prompt for the account's password, as PAM modules and sshd print it. */
const PASSWORD_PROMPT =
  /^(?:enter )?(?:your |the )?(?:(?:\(current\) )?(?:unix|linux|ldap|kerberos|ad|domain|windows|login|account|current) )?password(?: for \S+)?\s*:?$/i;
const OF_ACCOUNT = /^\S+'s password\s*:?$/i;

/** Words of a text above the prompt that asks for a second factor. */
const SECOND_FACTOR =
  /\b(new|retype|one[- ]?time|otp|2fa|mfa|factor|verification|token|\w*code|pin|sms|challenge|duo|second)\b/i;

interface HiddenPrompt {
  readonly text: string;
  /** Text that the host sends above its prompts. */
  readonly instructions?: string;
}

/**
 * True for a hidden prompt for the account's password. Only known prompts count, because a second factor must not receive
 * the password, even if its prompt contains the word.
 */
export function asksForAccountPassword({ text, instructions = '' }: HiddenPrompt): boolean {
  const prompt = text.trim();
  return (PASSWORD_PROMPT.test(prompt) || OF_ACCOUNT.test(prompt)) && !SECOND_FACTOR.test(instructions);
}
