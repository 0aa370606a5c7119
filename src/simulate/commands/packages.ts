import type { AbsolutePath } from '../../model/names.ts';
import type { SimulatedFile } from '../state.ts';
import type { Here, Program, Known } from './usage.ts';

/** The product comes as a file; everything else from the distribution. */
export const packages: Known = {
  questions: {},
  actions: {
    'install NAME': (here, { NAME = '' }) =>
      NAME.startsWith('/') ? installFile(here, NAME) : installNamed(here, NAME),
    'remove NAME': (here, { NAME = '' }) => remove(here, NAME),
  },
};

/** What Debian 12 has. */
const DISTRIBUTION: Readonly<Record<string, string>> = { haproxy: '2.6.12' };

function* installFile(here: Here, path: string): Program {
  const file = here.host.files.get(path as AbsolutePath);
  if (!file) {
    here.err(`E: Unsupported file ${path} given on commandline`);
    return 100;
  }
  here.out(`Reading package lists... Done`);
  yield here.world.vary(40_000);
  here.out(`Unpacking ${path}`);
  yield here.world.vary(20_000);
  if (here.host.packages.get('cloudify') === versionOf(path, file)) return 0;
  here.host.packages.set('cloudify', versionOf(path, file));
  here.host.packages.set('rabbitmq-server', '3.10.8');
  note(here, 'package cloudify installed');
  return 0;
}

function* installNamed(here: Here, name: string): Program {
  const version = DISTRIBUTION[name];
  if (!version) {
    here.err(`E: Unable to locate package ${name}`);
    return 100;
  }
  yield here.world.vary(5_000);
  if (here.host.packages.has(name)) return 0;
  here.host.packages.set(name, version);
  note(here, `package ${name} installed`);
  return 0;
}

function* remove(here: Here, name: string): Program {
  yield here.world.vary(10_000);
  if (here.host.packages.delete(name)) note(here, `package ${name} removed`);
  return 0;
}

/** `cloudify-manager-install_7.0.4-1_amd64.deb` is 7.0.4. */
function versionOf(path: string, file: SimulatedFile): string {
  return /(\d+\.\d+\.\d+)/.exec(path)?.[1] ?? file.sha256.slice(0, 12);
}

function note({ world, host }: Here, what: string): void {
  world.note({ host: host.name, kind: 'effect', what });
}
