import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressed, DEBIAN, normalize, writeTree } from './tree.ts';
import type { PackageInputs } from './tree.ts';

export const MAINTAINER = 'Quorate maintainers <maintainers@quorate.example>';
export const DESCRIPTION = `Quorate installs a highly available cluster over SSH, with or without
Cloudify Manager: databases, brokers, managers and load balancers, with
health gates between the phases. Later it adds, removes, replaces and
restarts members, and refuses any step that would cost the cluster its
quorum.`;

/** Findings of lintian in a package that is right. */
const OVERRIDES = `# The executable is the Node binary with the program in it, as Node's own releases link it.
quorate: embedded-library *
quorate: hardening-no-pie *
# The program names the lock file of dpkg on the hosts that it checks.
quorate: uses-dpkg-database-directly *
`;

/** Builds the package of Debian and Ubuntu. Packing twice gives the same bytes. */
export function makeDeb(inputs: PackageInputs, { work, path }: { work: string; path: string }): void {
  const tree = join(work, 'deb');
  rmSync(tree, { recursive: true, force: true });
  writeTree(tree, DEBIAN, inputs);
  writeDebianFiles(tree, inputs);
  mkdirSync(join(tree, 'DEBIAN'));
  writeFileSync(join(tree, 'DEBIAN/md5sums'), checksums(tree));
  writeFileSync(join(tree, 'DEBIAN/control'), control(tree, inputs));
  normalize(tree, 'usr/bin/quorate', inputs.date);
  // Level 1 takes 10 s in place of 60 s, and makes the file 15 percent longer. Several threads would change the bytes.
  const compression = ['-Zxz', '-z1', '--threads-max=1'];
  const epoch = String(Math.floor(inputs.date.getTime() / 1000));
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, path], {
    stdio: 'pipe',
    env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
  });
}

function writeDebianFiles(tree: string, { version, date }: PackageInputs): void {
  const doc = join(tree, DEBIAN.doc);
  const day = date.toUTCString().replace('GMT', '+0000');
  const changelog = `quorate (${version}) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- ${MAINTAINER}  ${day}\n`;
  writeFileSync(join(doc, 'changelog.gz'), compressed(changelog));
  // Debian's base system contains the license.
  rmSync(join(doc, 'LICENSE'));
  writeFileSync(join(doc, 'copyright'), COPYRIGHT);
  const overrides = join(tree, 'usr/share/lintian/overrides');
  mkdirSync(overrides, { recursive: true });
  writeFileSync(join(overrides, 'quorate'), OVERRIDES);
}

const COPYRIGHT = `Copyright 2026 the Quorate contributors

Quorate is licensed under the Apache License 2.0, whose text is in
/usr/share/common-licenses/Apache-2.0. The executable contains Node and the
packages that THIRD-PARTY-LICENSES in this directory lists, with their licenses.
`;

const control = (tree: string, { version }: PackageInputs): string => `Package: quorate
Version: ${version}
Architecture: amd64
Maintainer: ${MAINTAINER}
Installed-Size: ${Math.ceil(filesIn(tree).reduce((sum, file) => sum + statSync(file).size, 0) / 1024)}
Depends: libc6 (>= 2.28), libgcc-s1 | libgcc1, libstdc++6 (>= 8)
Suggests: openssh-client
Section: admin
Priority: optional
Description: Deploy and operate a highly available PostgreSQL, RabbitMQ and HAProxy cluster
${DESCRIPTION.replace(/^/gm, ' ')}
`;

function checksums(tree: string): string {
  const lines = filesIn(tree).map((file) => {
    const digest = createHash('md5').update(readFileSync(file)).digest('hex');
    return `${digest}  ${file.slice(tree.length + 1)}\n`;
  });
  return lines.join('');
}

const filesIn = (tree: string): readonly string[] =>
  readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/DEBIAN'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
