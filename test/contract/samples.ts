import type { Command } from '../../src/model/host/command.ts';
import type { AbsolutePath } from '../../src/model/names.ts';
import type { SurveyRequest, HostChange, Job, Survey, Session } from '../../src/transport/port.ts';
import type { Holder } from '../../src/model/stored-formats.ts';

export const NOTHING: SurveyRequest = {
  cluster: 'c1',
  files: [],
  paths: [],
  guards: [],
  disks: [],
  names: [],
  directories: [],
};

export function surveyOf(session: Session, ask: Partial<SurveyRequest> = {}): Promise<Survey> {
  return session.survey({ ...NOTHING, ...ask });
}

export function exists(path: AbsolutePath): Command {
  return { program: 'test', args: ['-e', path], as: 'root', timeoutMs: 10_000 };
}

export function whole(path: AbsolutePath, text: string): HostChange {
  return { kind: 'write', path, mode: 0o600, owner: 'root:root', content: { whole: text } };
}

export function block(path: AbsolutePath, text: string, marker = 'names'): HostChange {
  return { kind: 'write', path, mode: 0o644, owner: 'root:root', content: { block: text, marker } };
}

export function run(command: Command): HostChange {
  return { kind: 'run', command };
}

export const receipt = { v: 2, inputs: { 'rabbitmq.password': 'aa11' }, run: 'run-1' } as const;

export function job(command: Command, name = 'install'): Job {
  return { name, command, receipt: { name: `job/${name}`, receipt } };
}

export function holder(token: string): Holder {
  return {
    cluster: 'c1',
    token,
    who: 'alice',
    from: 'workstation',
    command: 'deploy',
    run: `run-${token}`,
    machineId: 'm',
    bootId: 'b',
    pid: 1,
    started: '17',
  };
}
