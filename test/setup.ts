// Names of packages: cspell:ignore mandoc lintian rpmbuild binutils promtool

import { ensureEngine, install } from './lab/engine.ts';
import type { EngineOptions } from './lab/engine.ts';
import { run as query } from './lab/shell.ts';

/** Programs that the lint, the unit tests and the integration tests run, with their packages. */
const PROGRAMS = {
  git: 'git',
  sshd: 'openssh-server',
  'ssh-keygen': 'openssh-client',
  sudo: 'sudo',
  busybox: 'busybox',
  haproxy: 'haproxy',
  nginx: 'nginx',
  openssl: 'openssl',
  curl: 'curl',
  perl: 'perl',
  python3: 'python3',
  age: 'age',
  ip: 'iproute2',
  initdb: 'postgresql',
  zsh: 'zsh',
  fish: 'fish',
  mandoc: 'mandoc',
  lintian: 'lintian',
  rpmbuild: 'rpm',
  strip: 'binutils',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-node-exporter': 'prometheus-node-exporter',
  chromium: 'chromium',
};

/**
 * Installs what the tests need and starts the Docker engine that the lab needs, after asking.
 * @throws LabError if the operator declines, or a package cannot be installed
 */
export async function setUp({ yes, engine }: { yes: boolean; engine: boolean }): Promise<void> {
  const options: EngineOptions = { yes, say: (text) => console.log(text) };
  const missing = await missingPrograms();
  if (missing.length > 0) await install(missing, options);
  if (engine) await ensureEngine(options);
}

async function missingPrograms(): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.keys(PROGRAMS).map((name) =>
      query(['sh', '-c', `PATH=$PATH:/usr/sbin:/sbin:$(echo /usr/lib/postgresql/*/bin) command -v ${name}`]),
    ),
  );
  return Object.values(PROGRAMS).filter((_, i) => found[i]?.code !== 0);
}
