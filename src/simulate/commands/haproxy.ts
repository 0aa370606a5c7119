import type { AbsolutePath } from '../../model/names.ts';
import { textOf } from '../world/host.ts';
import { configError } from '../services/balancer.ts';
import type { Here, Program, Known } from './usage.ts';

export const haproxy: Known = {
  actions: {},
  questions: {
    '-v': version,
    '-c -f PATH': (here, { PATH = '' }) => check(here, PATH as AbsolutePath),
    '-c -q -f PATH': (here, { PATH = '' }) => check(here, PATH as AbsolutePath),
  },
};

function* version({ host, out }: Here): Program {
  yield 10;
  out(`HAProxy version ${host.packages.get('haproxy')}-1 2023/02/14 - https://haproxy.org/`);
  return 0;
}

function* check({ host, out, err }: Here, path: AbsolutePath): Program {
  yield 30;
  const error = configError(host, textOf(host, path), path);
  if (error) err(error);
  else out('Configuration file is valid');
  return error ? 1 : 0;
}
