/** One value of ssh_config. */
export interface ConfiguredValue {
  readonly words: readonly string[];
  /** `file:line`, if the parser could determine it. */
  readonly at?: string;
}

/** The values that ssh_config sets for one host, by keyword. Several values only where OpenSSH collects them. */
export interface Configured {
  readonly values: ReadonlyMap<string, readonly ConfiguredValue[]>;
  /** Criteria of Match that only the OpenSSH client can evaluate. Their sections were left out. */
  readonly unevaluated: readonly { readonly criterion: string; readonly at: string }[];
}

/** Keywords whose values OpenSSH collects. For all others, the first value counts. */
export const COLLECTED = new Set([
  ...['IdentityFile', 'CertificateFile', 'SendEnv', 'SetEnv'],
  ...['LocalForward', 'RemoteForward', 'DynamicForward'],
]);

/** Keywords whose value is a command line, which is not split into words. */
const COMMANDS = new Set(['ProxyCommand', 'LocalCommand', 'RemoteCommand', 'KnownHostsCommand']);

export const NOTHING_CONFIGURED: Configured = { values: new Map(), unevaluated: [] };

/** Returns the words of a value: a command line is one word. */
export function valueWords(keyword: string, rest: string, words: readonly string[]): readonly string[] {
  return COMMANDS.has(keyword) ? [rest] : words;
}

/** The text of the first value of a keyword. */
export function configuredText({ values }: Configured, keyword: string): string | undefined {
  return values.get(keyword)?.[0]?.words.join(' ');
}
