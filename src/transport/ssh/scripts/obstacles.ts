import type { AbsolutePath } from '../../../model/names.ts';
import { quote } from '../quote.ts';
import { TRUSTED } from './functions.ts';

/** Programs that scripts use, by the package that has them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  coreutils: 'chmod chown cut date dd df head mktemp mv nohup rm sha256sum sort stat tail timeout touch wc',
  'util-linux': 'flock runuser setsid',
  findutils: 'find',
  gawk: 'awk',
  grep: 'grep',
  sed: 'sed',
  'libc-bin or glibc-common': 'getent',
};

/** A directory has too little space if its file system has fewer free KiB. */
const LEAST_KIB = 1024;

/**
 * `needs PACKAGE PROGRAM...`: reports missing programs.
 * `obstacles DIRECTORY`: reports everything that keeps root from safely writing files to the directory, or to the
 * nearest existing directory above it. It writes nothing. A file system is named by its mount point, so that several
 * directories on it have the same report. `test -w` in busybox is always true for root, so the mount options are read too.
 * Each report is a line with the fault and the command that fixes it, separated by a tab.
 */
const OBSTACLES = `fault() { printf '%s\\t%s\\n' "$1" "$2"; }
${TRUSTED}
needs() {
  package=$1
  shift
  for program; do
    command -v "$program" >/dev/null ||
      fault "the program $program is missing" "$(installer) install $package"
  done
}
installer() {
  for manager in apt-get dnf yum; do
    ! command -v "$manager" >/dev/null || break
  done
  echo "$manager"
}
obstacles() (
  no_links "$1/"
  at=$1
  until [ -e "$at" ] || [ -L "$at" ]; do at=\${at%/*} at=\${at:-/}; done
  [ -d "$at" ] || { fault "$at is not a directory" "ls -ld $at"; exit; }
  cd -P -- "$at" || exit
  trusted
  mount=$(df -P . | awk 'END { print $NF }')
  options=$(awk -v mount="$mount" '$2 == mount { options = $4 } END { print options }' /proc/self/mounts)
  case $options in ro | ro,*) fault "the file system $mount is read-only" "mount -o remount,rw $mount"; exit ;; esac
  [ -w . ] || fault "root cannot write to $PWD" "findmnt -T $PWD; lsattr -d $PWD"
  free=$(df -Pk . | awk 'END { print $(NF - 2) }')
  [ "\${free:-0}" -ge ${LEAST_KIB} ] || fault "the file system $mount has \${free:-no} KiB of free space" "df -h $mount"
  [ "$(df -Pi . | awk 'END { print ($(NF - 4) > 0 && $(NF - 2) == 0) }')" != 1 ] ||
    fault "the file system $mount has no free inodes" "df -i $mount"
) 2>/dev/null`;

/** Lines that print a section `obstacles` for missing programs, and one for each directory. */
export function obstacleLines(directories: readonly AbsolutePath[]): readonly string[] {
  return [
    OBSTACLES,
    'mark obstacles',
    ...Object.entries(PROGRAMS).map(([name, programs]) => `needs ${quote(name)} ${programs}`),
    ...directories.map((path) => `mark obstacles ${quote(path)}; obstacles ${quote(path)}`),
  ];
}
