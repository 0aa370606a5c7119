import { endTestsOnSignal } from './interrupt.ts';
import { CHECKS, StageRun } from './stages.ts';

/** `npm run check`: all that a change needs before it is committed and that needs no host, with the time of each part. */
endTestsOnSignal();
const stages = new StageRun();
for (const [name, stage] of Object.entries(CHECKS)) await stages.run(name, stage);
stages.end();
