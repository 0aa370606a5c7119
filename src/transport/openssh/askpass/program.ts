import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSea } from 'node:sea';
import { quote } from '../../ssh/quote.ts';

/** The environment variable with the path of the socket that takes the prompts of one host. */
export const SOCKET_VARIABLE = 'QUORATE_ASKPASS';

/** First argument with which the single executable runs a program as Node does (build/package/entry.ts). */
const RUN_PROGRAM = 'run-program';

/**
 * Sends the prompt to Quorate and prints the answer, which ssh reads. Exits with 1 if there is none. An answer starts
 * with `+`, so that an empty one differs from none.
 */
const PROGRAM = `
const socket = require('node:net').connect(process.env.${SOCKET_VARIABLE});
const prompt = { text: process.argv[2] ?? '', kind: process.env.SSH_ASKPASS_PROMPT ?? '' };
let answer = '';
socket.setEncoding('utf8');
socket.on('connect', () => socket.write(JSON.stringify(prompt) + '\\n'));
socket.on('data', (text) => (answer += text));
socket.on('error', () => process.exit(1));
socket.on('close', () => {
  if (!answer.startsWith('+')) process.exit(1);
  process.stdout.write(answer.slice(1) + '\\n', () => process.exit(0));
});
`;

/** Writes the program that ssh runs for a prompt (SSH_ASKPASS) into a private directory. Returns its path. */
export async function writeAskpass(directory: string): Promise<string> {
  const program = join(directory, 'askpass.cjs');
  const path = join(directory, 'askpass');
  await writeFile(program, PROGRAM, { mode: 0o600 });
  const words = [process.execPath, ...(isSea() ? [RUN_PROGRAM] : []), program];
  await writeFile(path, `#!/bin/sh\nexec ${words.map(quote).join(' ')} "$@"\n`, { mode: 0o700 });
  return path;
}
