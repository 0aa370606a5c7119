import { eventMessage } from '../../../src/report/run/event-messages.ts';
import { faultsIn } from './outcome.ts';
import { perform } from './perform.ts';
import { namedSchedule } from './schedule.ts';

/** `npm run schedule -- 1234`: one schedule again, with all that happened in it, then what was wrong. */
const [name = '1'] = process.argv.slice(2);
const schedule = namedSchedule(name);
console.log(`schedule ${schedule.name}: ${schedule.scene.name}, ${JSON.stringify(schedule.runs, null, 1)}`);
const { disturbed, last, stage } = await perform(schedule);
const told = [...disturbed, last].flatMap(({ events }, run) =>
  events.flatMap((event) => {
    const words = eventMessage(event, true);
    return words === undefined ? [] : [{ at: event.at, line: `run ${run + 1}  ${words}` }];
  }),
);
const done = stage.world.applied.map(({ at, host, kind, what }) => ({
  at,
  line: `       ${host}  ${kind} ${what}`,
}));
for (const { at, line } of [...told, ...done].sort((a, b) => a.at - b.at)) {
  console.log(`${new Date(at).toISOString().slice(11, 23)} ${line}`);
}
const wrong = await faultsIn(schedule);
console.log(wrong.length === 0 ? 'nothing is wrong' : wrong.join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;
