import type { Clock } from '../../clock/clock.ts';
import { Fenced } from '../../errors/errors.ts';
import type { Host } from '../../model/cluster.ts';
import type { Session } from '../port.ts';
import { readDetails } from './checks/details.ts';
import { dial, listen } from './checks/connections.ts';
import type { Connection } from './connect/connection.ts';
import { followJob, startJob } from './methods/jobs.ts';
import type { JobHost } from './methods/jobs.ts';
import { hostLock } from './methods/lock.ts';
import { readExits, readOutcomes, readTail } from './methods/read-replies.ts';
import { describeHolder, readSurvey } from './methods/read-survey.ts';
import { onHost, withFallback } from './methods/on-host.ts';
import { reach } from './methods/reach.ts';
import { requests } from './methods/request.ts';
import { outOf } from './worker/text.ts';
import { upload } from './methods/upload.ts';
import { changeRequest } from './scripts/change.ts';
import { queryRequest, readRequest, surveyRequest } from './scripts/survey.ts';
import { damaged, Malformed } from './worker/no-response.ts';
import { turns } from './worker/turns.ts';
import type { Reply, RunRequest } from './worker/response.ts';
import type { Worker } from './worker/worker.ts';

interface SessionParts {
  readonly connection: Connection;
  readonly worker: Worker;
  readonly host: Host;
  readonly clock: Clock;
  /** Called once if sshd does not allow forwarding. */
  readonly onNoForwarding: () => void;
}

/** Implements the port over one connection and its worker, the shell on the host that runs the scripts. */
export function sshSession({ connection, worker, host, clock, onNoForwarding }: SessionParts): Session {
  const { name, ssh } = host;
  const run = checkedRun({ connection, worker, host });
  const tunnels = requests(connection, clock);
  const probes = withFallback({
    tunnels: {
      request: (probe) => tunnels.send(probe),
      reach: (probe) => reach(connection, probe, clock),
    },
    host: onHost(run),
    onDenied: onNoForwarding,
  });
  const lock = hostLock(name, run);
  const at = (): JobHost => ({ host: name, login: ssh.user, fence: lock.fence(), clock, run });
  // Hosts of one machine may upload the same file.
  const oneByOne = turns();
  const session: Session = {
    host: name,
    on: (other) => ({ ...session, host: other }),
    survey: (ask, known) =>
      run(surveyRequest(ask, ssh.user, known), (reply) => readSurvey(ask, reply, known)),
    lock: (holder, takeOver) => lock.acquire(holder, takeOver),
    change: (changes) =>
      run(changeRequest(changes, ssh.user, lock.fence()), (reply) => readOutcomes(reply, changes.length)),
    upload: (artifact, onProgress) => oneByOne(() => upload(at(), artifact, onProgress)),
    read: (path, { tailBytes }) => run(readRequest(path, tailBytes), (reply) => readTail(reply, tailBytes)),
    ask: (commands) =>
      run(queryRequest(commands, ssh.user), ({ sections }) => readExits(sections, commands.length)),
    startJob: (job) => startJob(at(), job),
    followJob: (job, from, onLine) => followJob(at(), job, { ...from, onLine }),
    ...probes,
    details: (ask) => readDetails(run, ask),
    listen: (ask) => listen(run, ask),
    dial: (ask) => dial(run, ask),
    close: async () => {
      tunnels.close();
      connection.end('closed');
    },
  };
  return session;
}

/** Runs a script and reads its reply. Closes the connection if the reply is damaged. */
function checkedRun({
  connection,
  worker,
  host,
}: Pick<SessionParts, 'connection' | 'worker' | 'host'>): RunRequest {
  return async (request, read) => {
    const reply = checked(host.name, await worker.run(request));
    try {
      return read(reply);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const failure = damaged(host, request.what, error.message);
      connection.abandon(failure);
      throw failure;
    }
  };
}

/** @throws Fenced if this run no longer holds the lock; the script then changed nothing */
function checked(host: string, reply: Reply): Reply {
  const fenced = reply.sections.find(({ head }) => head === 'fenced');
  if (fenced) throw new Fenced(host, describeHolder(outOf(fenced)));
  return reply;
}
