#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { EXIT } from '../errors/errors.ts';
import { main } from './main.ts';
import { processEdges } from './program-environment.ts';
import { watchOutput } from './terminal/lost-output.ts';

// Turns off the warning about many listeners of one signal: every waiting host needs one, which is not a leak.
setMaxListeners(0);
void runProcess();

/** A function, because the single executable is a CommonJS module, which allows no await at its top level. */
async function runProcess(): Promise<void> {
  // The code of a process that ends while `main` waits for something that never comes.
  process.exitCode = EXIT.bug;
  const output = watchOutput(process);
  const code = await main(process.argv.slice(2), processEdges());
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exitCode = output.exitCode(code);
  await flushed(process.stderr);
  process.exit();
}

/** Resolves when everything written before has been written out. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
