import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Secret } from '../../../model/secret.ts';
import { readPrompt } from './prompt.ts';
import type { SshPrompt } from './prompt.ts';

/** Answers a prompt; undefined if there is no answer. */
export type AnswerPrompt = (prompt: SshPrompt) => Promise<Secret | undefined>;

/** Takes the prompts of the ssh of one host. */
export interface AskpassServer {
  /** True while a prompt waits for its answer. */
  readonly isAsking: () => boolean;
  /** The prompts that had no answer. */
  readonly unanswered: () => readonly SshPrompt[];
  readonly close: () => void;
}

/** The longest prompt, in characters. */
const LONGEST = 16 * 1024;

/** @param path of its socket, in a directory that only this account can enter */
export async function askpassServer(path: string, answer: AnswerPrompt): Promise<AskpassServer> {
  const open = new Set<Socket>();
  const unanswered: SshPrompt[] = [];
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    void promptOf(socket).then(async (prompt) => {
      if (!prompt) return socket.destroy();
      const given = await answer(prompt).catch(() => undefined);
      // A notice stays until ssh ends the program.
      if (prompt.kind === 'notice') return undefined;
      if (!given) unanswered.push(prompt);
      return socket.end(given ? `+${given.reveal()}` : '');
    });
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(path, listening));
  return {
    isAsking: () => open.size > 0,
    unanswered: () => unanswered,
    close: () => {
      server.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}

/** Reads one line of JSON. Undefined if the program ends before, or sends something else. */
function promptOf(socket: Socket): Promise<SshPrompt | undefined> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.length > LONGEST) resolve(undefined);
      else if (text.includes('\n')) resolve(parse(text));
    });
    socket.on('close', () => resolve(undefined));
  });
}

function parse(line: string): SshPrompt | undefined {
  try {
    const { text, kind } = JSON.parse(line) as { readonly text: unknown; readonly kind: unknown };
    return typeof text === 'string' && typeof kind === 'string' ? readPrompt(text, kind) : undefined;
  } catch {
    return undefined;
  }
}
