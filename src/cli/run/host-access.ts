import type { Emit } from '../../events/events.ts';
import type { Host } from '../../model/cluster.ts';
import { keepSessions } from '../../transport/kept-sessions.ts';
import type { Transport } from '../../transport/port.ts';
import type { KeyPassphrases } from '../../transport/ssh/connect/passphrases.ts';
import type { Edges } from '../program-environment.ts';
import { prompt, type Prompt } from '../terminal/prompt.ts';
import { openTransport } from './ssh-config.ts';

/** The part of a command that uses the hosts now: it receives the events and hides what a question would overwrite. */
interface HostUser {
  /** All hosts of the cluster. */
  readonly hosts: readonly Host[];
  readonly emit: Emit;
  readonly beforeQuestion?: () => void;
  /** Passphrases of keys that the operator has typed already. */
  readonly keyPassphrases?: KeyPassphrases;
}

/**
 * Access to the hosts for all parts of a command, which first shows its plan and then runs it. One transport serves all
 * parts, and keeps its sessions, so that the operator is prompted for each passphrase and one-time code only once.
 */
export interface HostAccess {
  readonly asking: Prompt;
  /** Opens the transport at the first call. */
  readonly use: (user: HostUser) => Promise<Transport>;
  readonly close: () => Promise<void>;
}

export function hostAccess(
  edges: Edges,
  { acceptNewHostKeys }: { readonly acceptNewHostKeys: boolean },
): HostAccess {
  let user: HostUser | undefined;
  let opened: Promise<Transport> | undefined;
  const asking = prompt(edges.io, () => user?.beforeQuestion?.());
  const emit: Emit = (fact) => user?.emit(fact);
  return {
    asking,
    use: (next) => {
      user = next;
      opened ??= openTransport(edges, {
        ...{ hosts: next.hosts, acceptNewHostKeys, emit },
        prompt: knowing(asking, next.keyPassphrases),
      }).then(keepSessions);
      return opened;
    },
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

/** Does not prompt again for a passphrase that is known. */
function knowing(asking: Prompt, known: KeyPassphrases = new Map()): Prompt {
  const { ask } = asking;
  return ask ? { ...asking, ask: async (what) => known.get(what) ?? ask(what) } : asking;
}
