// Words of rpm: cspell:ignore topdir rpmdir dbpath buildhost zstdio buildroot defattr

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIPTION, MAINTAINER } from './deb.ts';
import { normalize, RPM, writeTree } from './tree.ts';
import type { PackageInputs } from './tree.ts';

/** Builds the package of Fedora and Red Hat with rpmbuild. Packing twice gives the same bytes. */
export function makeRpm(inputs: PackageInputs, { work, path }: { work: string; path: string }): void {
  const top = join(work, 'rpm');
  const tree = join(top, 'tree');
  rmSync(top, { recursive: true, force: true });
  writeTree(tree, RPM, inputs);
  normalize(tree, 'usr/bin/quorate', inputs.date);
  mkdirSync(join(top, 'out'));
  const spec = join(top, 'quorate.spec');
  writeFileSync(spec, specification(inputs, tree));
  const defined = { _topdir: top, _rpmdir: join(top, 'out'), _dbpath: join(top, 'db'), ...SAME_BYTES };
  const defines = Object.entries(defined).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  execFileSync('rpmbuild', ['-bb', '--target', 'x86_64', ...defines, spec], { stdio: 'pipe' });
  const [built = ''] = readdirSync(join(top, 'out/x86_64'));
  copyFileSync(join(top, 'out/x86_64', built), path);
}

const SAME_BYTES = {
  _buildhost: 'reproducible',
  source_date_epoch_from_changelog: '1',
  use_source_date_epoch_as_buildtime: '1',
  clamp_mtime_to_source_date_epoch: '1',
  _build_id_links: 'none',
  _binary_payload: 'w9.zstdio',
};

function specification({ version, date }: PackageInputs, tree: string): string {
  const [weekday, day, month, year] = date.toUTCString().replace(',', '').split(' ');
  return `# The executable is complete: rpmbuild must neither strip nor compress anything.
%global debug_package %{nil}
%global __os_install_post %{nil}
Name: quorate
Version: ${version.replace('-', '~')}
Release: 1
Summary: Deploy and operate a highly available PostgreSQL, RabbitMQ and HAProxy cluster
License: Apache-2.0
Packager: ${MAINTAINER}
Suggests: openssh-clients

%description
${DESCRIPTION}

%install
cp -a ${tree}/. %{buildroot}/

%files
%defattr(-,root,root)
/${RPM.bin}/quorate
/${RPM.man}/quorate.1.gz
/${RPM.bash}/quorate
/${RPM.zsh}/_quorate
/${RPM.fish}/quorate.fish
%doc /${RPM.doc}

%changelog
* ${weekday} ${month} ${day} ${year} ${MAINTAINER} - ${version}-1
- See CHANGELOG.md.
`;
}
