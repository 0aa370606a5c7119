import { chmodSync, copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { must } from '../shell.ts';

export interface Deb {
  /** Directory that already contains the programs at their paths on the host. */
  readonly stage: string;
  readonly file: string;
  readonly version: string;
  readonly defaults: string;
}

const home = 'opt/cloudify-manager-install';

/** Builds a package without configuration files, so that files of the deployer in /etc/cloudify stay. */
export async function packDeb({ stage, file, version, defaults }: Deb): Promise<void> {
  for (const program of ['cfy_manager', 'cfy']) chmodSync(join(stage, home, 'bin', program), 0o755);
  copyFileSync(defaults, join(stage, home, 'config.yaml'));
  writeFileSync(join(stage, home, 'VERSION'), `${version}\n`);
  mkdirSync(join(stage, 'usr/bin'), { recursive: true });
  symlinkSync(`/${home}/bin/cfy_manager`, join(stage, 'usr/bin/cfy_manager'));
  mkdirSync(join(stage, 'DEBIAN'));
  writeFileSync(join(stage, 'DEBIAN/control'), control(version));
  writeFileSync(join(stage, 'DEBIAN/postinst'), postinst, { mode: 0o755 });
  chmodSync(join(stage, 'DEBIAN/postinst'), 0o755);
  chmodSync(stage, 0o755);
  await pack(stage, file);
}

/** Runs dpkg-deb, in a container of the distribution if this machine has none. */
async function pack(stage: string, file: string): Promise<void> {
  const args = ['--root-owner-group', '-Zgzip', '-z6', '--build'];
  const env = { SOURCE_DATE_EPOCH: '1700000000' };
  if (existsSync('/usr/bin/dpkg-deb')) {
    await must(['dpkg-deb', ...args, stage, file], { env });
    return;
  }
  const mounts = ['-v', `${stage}:/stage`, '-v', `${dirname(file)}:/out`];
  const image = 'debian:bookworm-slim';
  await must(
    [
      'docker',
      'run',
      '--rm',
      '-e',
      'SOURCE_DATE_EPOCH=1700000000',
      ...mounts,
      image,
      'dpkg-deb',
      ...args,
    ].concat(['/stage', `/out/${basename(file)}`]),
  );
}

const control = (version: string): string => `Package: cloudify-manager-install
Version: ${version}
Architecture: all
Maintainer: Quorate lab <lab@quorate.invalid>
Depends: nodejs, openssl, sudo
Section: admin
Priority: optional
Description: stand-in for the Cloudify Manager installer, for the lab only
 Speaks and behaves like cfy_manager, and sets up real services of the distribution.
`;

const postinst = `#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
getent group cfylogs >/dev/null || groupadd --system cfylogs
getent group cfyuser >/dev/null || groupadd --system cfyuser
getent passwd cfyuser >/dev/null || useradd --system --gid cfyuser --home-dir /etc/cloudify --no-create-home --shell /usr/sbin/nologin cfyuser
# The broker reads a key that belongs to the product's own user.
if getent passwd rabbitmq >/dev/null; then usermod --append --groups cfyuser rabbitmq; fi
mkdir -p /etc/cloudify/ssl /var/log/cloudify/manager /opt/patroni/bin
chown cfyuser:cfyuser /etc/cloudify/ssl
if [ ! -e /etc/cloudify/config.yaml ]; then
  install -m 0660 /${home}/config.yaml /etc/cloudify/config.yaml
fi
`;
