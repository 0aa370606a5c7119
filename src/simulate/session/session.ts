import type { Answer } from '../../model/health/gate.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { HostChange, Lock, Session } from '../../transport/port.ts';
import { changeHost } from './change.ts';
import type { FaultEffect, PortMethod } from '../faults/faults.ts';
import { fileText } from '../world/host.ts';
import { simulatedDetails } from './details.ts';
import { dialFrom, startListener, stopListener } from './listeners.ts';
import { followSimulatedJob, startSimulatedJob } from './jobs.ts';
import { carryCall, anotherHostOf, sleepConnected, type SimulatedConnection } from './connection.ts';
import { checkFence, releaseLock, renewLock, acquireLock } from './locks.ts';
import { answerReach } from './reach.ts';
import { answerRequest } from './requests.ts';
import { runCommand } from './run-command.ts';
import { surveyHost } from './survey.ts';
import { uploadTo } from './upload.ts';

interface TimedAnswer {
  readonly answer: Answer;
  readonly ms: number;
}

type Body<T> = (cut: boolean, effect: FaultEffect | undefined) => T | Promise<T>;

/** Session of the transport port over a simulated connection. */
export function sessionOn(connection: SimulatedConnection): Session {
  return {
    host: connection.host.name,
    on: (host) => sessionOn(anotherHostOf(connection, connection.world.host(host))),
    ...reading(connection),
    ...requesting(connection),
    ...checking(connection),
    ...changing(connection),
    close: async () => void (connection.open = false),
  };
}

function reading(connection: SimulatedConnection): Pick<Session, 'survey' | 'read' | 'ask' | 'followJob'> {
  return {
    survey: (ask, known) =>
      script(connection, ['survey'], async () => ({ ...(await surveyHost(connection, ask)), ...known })),
    read: (path, { tailBytes }) =>
      script(connection, ['read', path], () => {
        const content = fileText(connection.host, path);
        return content === undefined ? undefined : Buffer.from(content).subarray(-tailBytes).toString();
      }),
    ask: (commands) =>
      script(connection, ['ask', commands.map(commandToLog).join('; ')], async () => {
        const answers: Answer[] = [];
        for (const command of commands) answers.push(await runCommand(connection, command, 'ask'));
        return answers;
      }),
    followJob: (name, from, onLine) =>
      carryCall(connection, { method: 'followJob', detail: name }, (cut) =>
        followSimulatedJob(connection, { name, ...from, onLine, cut }),
      ),
  };
}

/** The calls of `check`: details of the host, and TCP connections between hosts. */
function checking(connection: SimulatedConnection): Pick<Session, 'details' | 'listen' | 'dial'> {
  const { world, host } = connection;
  return {
    details: (ask) => script(connection, ['details'], () => simulatedDetails(world, host, ask)),
    listen: (ask) =>
      script(connection, ['listen', ask.ports.join(' ')], () => {
        const ports = startListener(world, host, ask);
        return {
          ports,
          stop: () => script(connection, ['listen', 'stop'], () => stopListener(host, ask.nonce)),
        };
      }),
    dial: (ask) =>
      script(connection, ['dial', `${ask.targets.length} targets`], async () => {
        const states = ask.targets.map((target) => dialFrom(world, host, { ...ask, ...target }));
        if (states.includes('timeout')) await sleepConnected(connection, ask.limitMs);
        return states;
      }),
  };
}

function requesting(connection: SimulatedConnection): Pick<Session, 'request' | 'reach'> {
  const { world, host } = connection;
  const request = (call: { method: PortMethod; detail: string }, response: () => TimedAnswer) => {
    host.counts.requests += 1;
    return carryCall(connection, call, async () => {
      const { answer, ms } = response();
      await sleepConnected(connection, ms);
      return answer;
    });
  };
  return {
    request: (probe) =>
      request({ method: 'request', detail: probe.url }, () => answerRequest(world, host, probe)),
    reach: (probe) =>
      request({ method: 'reach', detail: `${probe.address}:${probe.port}` }, () =>
        answerReach(world, host, probe),
      ),
  };
}

function changing(connection: SimulatedConnection): Pick<Session, 'lock' | 'change' | 'upload' | 'startJob'> {
  return {
    lock: (holder, takeOver) =>
      script(connection, ['lock', holder.cluster], () => {
        const by = acquireLock(connection, holder, takeOver);
        return by ? { acquired: false, by } : { acquired: true, lock: lockOn(connection) };
      }),
    change: (changes) =>
      script(connection, ['change', describe(changes)], (cut) => changeHost(connection, changes, cut)),
    upload: (artifact, onProgress) =>
      script(connection, ['upload', artifact.path], (cut) =>
        uploadTo(connection, artifact, { cut, onProgress }),
      ),
    startJob: (job) =>
      script(connection, ['startJob', job.name], (_cut, effect) => {
        checkFence(connection);
        startSimulatedJob(connection, job, effect);
      }),
  };
}

/** Runs and counts a call for which the SSH adapter runs a script in its shell on the host. */
function script<T>(
  connection: SimulatedConnection,
  [method, detail = '']: readonly [PortMethod, string?],
  body: Body<T>,
): Promise<T> {
  connection.host.counts.scripts += 1;
  return carryCall(connection, { method, detail }, body);
}

/** Renews and releases a lock on the connection that acquired it. */
function lockOn(connection: SimulatedConnection): Lock {
  return {
    renew: () => script(connection, ['renew'], () => renewLock(connection)),
    release: () => script(connection, ['release'], () => releaseLock(connection)),
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
