import { join } from 'node:path';
import type { EnvironmentVariables } from '../../../model/secret.ts';

/** The values of the tokens of ssh_config(5), by letter: `h` for `%h`. */
type Tokens = Readonly<Record<string, string>>;

/** Replaces tokens. A token that Quorate does not know stays. */
export function expandTokens(text: string, tokens: Tokens): string {
  return text.replace(/%(.)/g, (token, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? token)));
}

/** Expands a path of ssh_config: `~`, tokens and `${NAME}`. */
export function expandPath(
  path: string,
  {
    tokens,
    home,
    env,
  }: { readonly tokens: Tokens; readonly home: string; readonly env: EnvironmentVariables },
): string {
  const expanded = expandTokens(path, tokens).replace(
    /\$\{(\w+)\}/g,
    (whole, name: string) => env[name] ?? whole,
  );
  return expanded === '~' || expanded.startsWith('~/') ? join(home, expanded.slice(1)) : expanded;
}
