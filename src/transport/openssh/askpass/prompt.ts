/** A prompt of ssh, by what it asks for. */
export type SshPrompt =
  | { readonly kind: 'passphrase'; readonly file: string }
  | { readonly kind: 'password' }
  /** A prompt of the host, such as that for a one-time code. */
  | { readonly kind: 'host'; readonly text: string }
  /** A text without an answer: the operator must touch a security key. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'other'; readonly text: string };

/**
 * Reads the text of a prompt of ssh, which is always English.
 * @param hint SSH_ASKPASS_PROMPT: `none` for a text that has no answer
 */
export function readPrompt(text: string, hint: string): SshPrompt {
  const trimmed = text.trim();
  if (hint === 'none') return { kind: 'notice', text: trimmed };
  const file = /^Enter passphrase for (?:key )?'(.+)':$/.exec(trimmed)?.[1];
  if (file !== undefined) return { kind: 'passphrase', file };
  if (/^\S+'s password:$/.test(trimmed)) return { kind: 'password' };
  const ofHost = /^\(\S+@\S+\) (.*)$/s.exec(trimmed)?.[1];
  return ofHost === undefined ? { kind: 'other', text: trimmed } : { kind: 'host', text: ofHost };
}
