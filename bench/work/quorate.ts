/** Does the work with Quorate's own executor and transport: `quorate.js JOB.json`. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setMaxListeners } from 'node:events';
import { systemClock } from '../../src/clock/clock.ts';
import { createEmit } from '../../src/events/emit.ts';
import type { RunEvent } from '../../src/events/events.ts';
import { execute } from '../../src/execute/execute.ts';
import { sshTransport } from '../../src/transport/ssh/transport.ts';
import { environmentFor, planFor } from './plan.ts';
import type { Job } from './job.ts';

const HANDSHAKES = 8;

setMaxListeners(0);
const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job;
const plan = planFor(job);
const events: RunEvent[] = [];
const run = randomUUID();
const transport = sshTransport({
  clock: systemClock,
  acceptNewHostKeys: false,
  connectRetryMs: 20_000,
  handshakes: HANDSHAKES,
});
const emit = createEmit({
  run,
  clock: systemClock,
  redact: (text) => text,
  readers: [(event) => events.push(event)],
});
const code = await execute(plan, environmentFor(job, { run, emit, transport }));
await transport.close();
const last = events.at(-1);
if (last?.kind === 'run.finished') {
  process.stdout.write(`${JSON.stringify(last.counts)}\nmemory ${process.resourceUsage().maxRSS}\n`);
  for (const problem of last.problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
}
process.exit(code);
