import type { AbsolutePath } from '../../model/names.ts';
import { fileText } from '../world/host.ts';
import { configError } from '../services/balancer.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from './usage.ts';

export const haproxyUsages: ProgramUsages = {
  actions: {},
  questions: {
    '-v': version,
    '-c -f PATH': (context, { PATH = '' }) => check(context, PATH as AbsolutePath),
    '-c -q -f PATH': (context, { PATH = '' }) => check(context, PATH as AbsolutePath),
  },
};

function* version({ host, out }: ProgramContext): ProgramRun {
  yield 10;
  out(`HAProxy version ${host.packages.get('haproxy')}-1 2023/02/14 - https://haproxy.org/`);
  return 0;
}

function* check({ host, out, err }: ProgramContext, path: AbsolutePath): ProgramRun {
  yield 30;
  const error = configError(host, fileText(host, path), path);
  if (error) err(error);
  else out('Configuration file is valid');
  return error ? 1 : 0;
}
