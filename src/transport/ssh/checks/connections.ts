import type {
  DialRequest,
  DialState,
  Listening,
  ListenRequest,
  ListenState,
} from '../../../model/host/connections.ts';
import { SECOND } from '../../../model/duration.ts';
import { LIMITS } from '../scripts/limits.ts';
import { Malformed } from '../worker/no-response.ts';
import type { Reply, RunRequest } from '../worker/response.ts';
import { outOf, trimmedLines } from '../worker/text.ts';
import { dialScript, listenScript, stopScript } from './connect-scripts.ts';

/** Starts a listener on the host. Ports whose state is missing count as failed. */
export async function listen(run: RunRequest, ask: ListenRequest): Promise<Listening> {
  const limitMs = LIMITS.script;
  const request = { ...listenScript(ask), what: 'starting a temporary listener', limitMs };
  const { states, pid } = await run(request, readListening);
  const ports = ask.ports.map((port) => [port, states.get(String(port)) ?? 'failed'] as const);
  const stop = { what: 'ending the temporary listener', limitMs };
  return {
    ports: Object.fromEntries(ports),
    stop: async () => {
      if (pid !== undefined)
        await run({ ...stopScript(pid, ask.nonce), ...stop }, ({ sections }) => sections);
    },
  };
}

interface ListenReply {
  readonly states: ReadonlyMap<string, ListenState>;
  readonly pid: number | undefined;
}

function readListening(reply: Reply): ListenReply {
  const lines = linesOf(reply, 'listen');
  const pid = Number(lines.find(([word]) => word === 'pid')?.[1]);
  return { states: new Map(lines as [string, ListenState][]), pid: Number.isNaN(pid) ? undefined : pid };
}

/** Opens the connections from the host, in batches. @returns one state for each target, in order */
export function dial(run: RunRequest, ask: DialRequest): Promise<readonly DialState[]> {
  const batches = Math.ceil(ask.targets.length / 200);
  const limitMs = LIMITS.script + batches * (ask.limitMs + 3 * SECOND);
  return run({ ...dialScript(ask), what: 'connecting to the other hosts', limitMs }, (reply) => {
    const states = new Map(linesOf(reply, 'dial') as [string, DialState][]);
    return ask.targets.map((_, index) => states.get(String(index)) ?? 'failed');
  });
}

/** The words of each line of a section. @throws Malformed */
function linesOf({ sections }: Reply, head: string): readonly (readonly [string, string])[] {
  const section = sections.find((one) => one.head === head);
  if (!section) throw new Malformed(`no section "${head}"`);
  return trimmedLines(outOf(section)).map((line) => {
    const [first = '', second = ''] = line.split(' ');
    return [first, second];
  });
}
