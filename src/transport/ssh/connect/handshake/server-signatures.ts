// A field of ssh2: cspell:ignore algs
import type { Client } from 'ssh2';

/** The part of ssh2 that receives the extensions of a server (RFC 8308). ssh2 has no event for them. */
interface Internals {
  readonly _protocol?: { readonly _handlers?: { EXT_INFO?: OnExtensions } };
}
type OnExtensions = (protocol: unknown, extensions: readonly Extension[]) => void;
interface Extension {
  readonly name: string;
  readonly algs: readonly string[];
}

/** The signature algorithms that a server announces for keys of accounts. */
export interface ServerSignatures {
  /** Undefined until the server announces them. */
  readonly announced: () => readonly string[] | undefined;
  /** Call after `connect` of the client, whose handlers exist from then on. */
  readonly observe: (client: Client) => void;
}

/**
 * Observes the announcement, and hides it from ssh2, which would prefer rsa-sha2-256. The keys themselves determine the
 * signature: `login/rsa.ts`.
 */
export function serverSignatures(): ServerSignatures {
  let announced: readonly string[] | undefined;
  return {
    announced: () => announced,
    observe: (client) => {
      const handlers = (client as unknown as Internals)._protocol?._handlers;
      const original = handlers?.EXT_INFO;
      if (!original) return;
      handlers.EXT_INFO = (protocol, extensions) => {
        announced ??= extensions.find(({ name }) => name === 'server-sig-algs')?.algs;
        original(protocol, [{ name: 'server-sig-algs', algs: ['ssh-rsa'] }]);
      };
    },
  };
}
