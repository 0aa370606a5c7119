import { reinitializeStandby, switchOver } from '../services/database.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from '../commands/usage.ts';

export const patronictlUsages: ProgramUsages = {
  questions: {},
  actions: {
    '[-c FILE] [--candidate NAME] [--force] switchover SCOPE': (context, { NAME = '' }) =>
      switchover(context, NAME),
    '[-c FILE] [--force] reinit SCOPE MEMBER': (context, { MEMBER = '' }) => reinit(context, MEMBER),
    '[-c FILE] [--force] [--quiet] [-s SETTING] edit-config SCOPE': editConfig,
  },
};

function* switchover({ world, host, err }: ProgramContext, name: string): ProgramRun {
  yield 3_000;
  const to = world.hosts.get(name);
  const cluster = host.database?.cluster;
  const error = to && cluster ? switchOver(world, cluster, to) : `no member ${name}`;
  if (error) err(`Error: ${error}`);
  return error ? 1 : 0;
}

function* editConfig(): ProgramRun {
  yield 1_000;
  return 0;
}

function* reinit({ world, host, err }: ProgramContext, name: string): ProgramRun {
  yield 2_000;
  const standby = world.hosts.get(name);
  if (!standby?.database || host.database?.cluster.leader === name) {
    err(`Error: ${name} is the leader or no member`);
    return 1;
  }
  reinitializeStandby(world, standby);
  return 0;
}
