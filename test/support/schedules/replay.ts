import { eventMessage } from '../../../src/report/run/event-messages.ts';
import { faultsIn } from './outcome.ts';
import { perform } from './perform.ts';
import { namedSchedule } from './schedule.ts';

/** `npm run schedule -- 1234` repeats one schedule. Prints its events and effects, then the problems. */
const [name = '1'] = process.argv.slice(2);
const schedule = namedSchedule(name);
console.log(`schedule ${schedule.name}: ${schedule.scene.name}, ${JSON.stringify(schedule.runs, null, 1)}`);
const { disturbed, last, stage } = await perform(schedule);
const messages = [...disturbed, last].flatMap(({ events }, run) =>
  events.flatMap((event) => {
    const message = eventMessage(event, true);
    return message === undefined ? [] : [{ at: event.at, line: `run ${run + 1}  ${message}` }];
  }),
);
const effects = stage.world.applied.map(({ at, host, kind, what }) => ({
  at,
  line: `       ${host}  ${kind} ${what}`,
}));
for (const { at, line } of [...messages, ...effects].sort((a, b) => a.at - b.at)) {
  console.log(`${new Date(at).toISOString().slice(11, 23)} ${line}`);
}
const problems = await faultsIn(schedule);
console.log(problems.length === 0 ? 'no problems' : problems.join('\n'));
process.exitCode = problems.length === 0 ? 0 : 1;
