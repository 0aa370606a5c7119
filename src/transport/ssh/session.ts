import type { Clock } from '../../clock/clock.ts';
import { Fenced } from '../../errors/errors.ts';
import type { Host } from '../../model/cluster.ts';
import type { Outcome, Session } from '../port.ts';
import type { Connection } from './connect/connection.ts';
import { followJob, startJob } from './methods/jobs.ts';
import type { JobHost } from './methods/jobs.ts';
import { hostLock } from './methods/lock.ts';
import { describeHolder, readExits, readSurvey } from './methods/read-survey.ts';
import { reach } from './methods/reach.ts';
import { requests } from './methods/request.ts';
import { changeScript } from './scripts/change.ts';
import type { Script } from './scripts/script.ts';
import { askScript, readScript, surveyScript } from './scripts/survey.ts';
import { outOf } from './worker/text.ts';
import { upload } from './methods/upload.ts';
import type { Reply, Worker } from './worker/worker.ts';

interface SessionParts {
  readonly connection: Connection;
  readonly worker: Worker;
  readonly host: Host;
  readonly clock: Clock;
}

/** Implements the port over one connection and its worker, the shell on the host that runs the scripts. */
export function sshSession({ connection, worker, host, clock }: SessionParts): Session {
  const { name, ssh } = host;
  const run = async ({ text, payload }: Script) => checked(name, await worker.run(text, payload));
  const tunnels = requests(connection);
  const lock = hostLock(name, run);
  const at = (): JobHost => ({ host: name, login: ssh.user, fence: lock.fence(), clock, run });
  return {
    host: name,
    survey: async (ask) => readSurvey(name, ask, await run(surveyScript(ask, ssh.user))),
    lock: (holder, takeOver) => lock.acquire(holder, takeOver),
    change: async (changes) => outcomes(await run(changeScript(changes, ssh.user, lock.fence()))),
    upload: (artifact, onProgress) => upload(at(), artifact, onProgress),
    read: async (path, { tailBytes }) => {
      const { sections } = await run(readScript(path, tailBytes));
      return sections[0] && outOf(sections[0]);
    },
    ask: async (commands) => readExits((await run(askScript(commands, ssh.user))).sections),
    startJob: (job) => startJob(at(), job),
    followJob: (job, { offset }, onLine) => followJob(at(), job, { offset, onLine }),
    request: (probe) => tunnels.send(probe),
    reach: (probe) => reach(connection, probe),
    close: async () => {
      tunnels.close();
      connection.end('closed');
    },
  };
}

/** @throws Fenced if this run no longer holds the lock; the script then changed nothing */
function checked(host: string, reply: Reply): Reply {
  const fenced = reply.sections.find(({ head }) => head === 'fenced');
  if (fenced) throw new Fenced(host, describeHolder(outOf(fenced)));
  return reply;
}

/** Reads the outcomes of changes: each section of output is followed by `done CODE`. */
function outcomes({ sections }: Reply): readonly Outcome[] {
  return sections.flatMap((section, i) => {
    if (!section.head.startsWith('done ')) return [];
    const code = Number(section.head.slice('done '.length));
    const did = sections[i - 1];
    return { ok: code === 0, code, stdout: outOf(did), stderr: did?.err.toString('utf8') ?? '' };
  });
}
