import type { Answer } from '../../model/health/gate.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { HostChange, Lock, Session } from '../../transport/port.ts';
import { changeHost } from './change.ts';
import type { Effect, Method } from '../faults/faults.ts';
import { textOf } from '../world/host.ts';
import { followJob, startJob } from './jobs.ts';
import { call, pause, type SimulatedConnection } from './connection.ts';
import { assertHeld, releaseLock, renewLock, takeLock } from './locks.ts';
import { reachFrom } from './reach.ts';
import { answerTo } from './requests.ts';
import { runCommand } from './run-command.ts';
import { surveyHost } from './survey.ts';
import { uploadTo } from './upload.ts';

type Body<T> = (cut: boolean, effect: Effect | undefined) => T | Promise<T>;

/** The port's session over a simulated line: what each call does stands in the file of its topic. */
export function sessionOn(line: SimulatedConnection): Session {
  return {
    host: line.host.name,
    ...reading(line),
    ...changing(line),
    close: async () => void (line.open = false),
  };
}

function reading(
  line: SimulatedConnection,
): Pick<Session, 'survey' | 'read' | 'ask' | 'followJob' | 'request' | 'reach'> {
  return {
    survey: (ask) => script(line, ['survey'], () => surveyHost(line, ask)),
    read: (path, { tailBytes }) =>
      script(line, ['read', path], () => {
        const content = textOf(line.host, path);
        return content === undefined ? undefined : Buffer.from(content).subarray(-tailBytes).toString();
      }),
    ask: (commands) =>
      script(line, ['ask', commands.map(commandToLog).join('; ')], async () => {
        const answers: Answer[] = [];
        for (const command of commands) answers.push(await runCommand(line, command, 'ask'));
        return answers;
      }),
    followJob: (name, { offset }, onLine) =>
      call(line, { method: 'followJob', detail: name }, (cut) =>
        followJob(line, { name, offset, onLine, cut }),
      ),
    request: (probe) => {
      line.host.counts.requests += 1;
      return call(line, { method: 'request', detail: probe.url }, async () => {
        const { answer, ms } = answerTo(line.world, line.host, probe);
        await pause(line, ms);
        return answer;
      });
    },
    reach: (probe) => {
      line.host.counts.requests += 1;
      return call(line, { method: 'reach', detail: `${probe.address}:${probe.port}` }, async () => {
        const { answer, ms } = reachFrom(line.world, line.host, probe);
        await pause(line, ms);
        return answer;
      });
    },
  };
}

function changing(line: SimulatedConnection): Pick<Session, 'lock' | 'change' | 'upload' | 'startJob'> {
  return {
    lock: (holder, overtake) =>
      script(line, ['lock', holder.cluster], () => {
        const by = takeLock(line, holder, overtake);
        return by ? { taken: false, by } : { taken: true, lock: lockOn(line) };
      }),
    change: (changes) => script(line, ['change', describe(changes)], (cut) => changeHost(line, changes, cut)),
    upload: (artifact, onProgress) =>
      script(line, ['upload', artifact.path], (cut) => uploadTo(line, artifact, { cut, onProgress })),
    startJob: (job) =>
      script(line, ['startJob', job.name], (_cut, effect) => {
        assertHeld(line);
        startJob(line, job, effect);
      }),
  };
}

/** A call that the real adapter makes through its worker shell: those are counted. */
function script<T>(
  line: SimulatedConnection,
  [method, detail = '']: readonly [Method, string?],
  body: Body<T>,
): Promise<T> {
  line.host.counts.scripts += 1;
  return call(line, { method, detail }, body);
}

/** Renewing and releasing need the line that the lock was taken on. */
function lockOn(line: SimulatedConnection): Lock {
  return {
    renew: () => script(line, ['renew'], () => renewLock(line)),
    release: () => script(line, ['release'], () => releaseLock(line)),
  };
}

function describe(changes: readonly HostChange[]): string {
  return changes
    .map((change) => {
      switch (change.kind) {
        case 'write':
        case 'remove':
          return change.path;
        case 'receipt':
          return change.name;
        case 'history':
          return 'history';
        case 'forget':
          return 'forget';
        case 'run':
          return commandToLog(change.command);
      }
    })
    .join('; ');
}
