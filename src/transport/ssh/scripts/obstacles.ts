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
 * nearest existing directory above it. It writes nothing. Consecutive directories often have the same one.
 * `faults_in DIRECTORY`: reports the faults of an existing directory. A file system is named by its mount point, so that
 * several directories on it have the same report. `test -w` in busybox is always true for root, so the mount options are
 * read too. One awk reads all output, because programs that start dominate the time of a survey.
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
obstacles() {
  no_links "$1/" 2>/dev/null
  at=$1
  until [ -e "$at" ] || [ -L "$at" ]; do at=\${at%/*} at=\${at:-/}; done
  [ "$at" = "$last" ] || { last=$at; faults=$(faults_in "$at" 2>/dev/null); }
  [ -z "$faults" ] || printf '%s\\n' "$faults"
}
last=
faults_in() {
  [ -d "$1" ] || { fault "$1 is not a directory" "ls -ld $1"; return; }
  cd -P -- "$1" || return
  trusted
  writable=yes
  [ -w . ] || writable=no
  { echo space; df -Pk .; echo inodes; df -Pi .; } | directory=$PWD writable=$writable awk '
    function fault(what, fix) { printf "%s\\t%s\\n", what, fix }
    NR == FNR && NF == 1 { part = $1; next }
    NR == FNR && part == "space" { mount = $NF; free = $(NF - 2); next }
    NR == FNR { full = $(NF - 4) > 0 && $(NF - 2) == 0; next }
    $2 == mount { options = $4 }
    END {
      if (options ~ /^ro(,|$)/) { fault("the file system " mount " is read-only", "mount -o remount,rw " mount); exit }
      at = ENVIRON["directory"]
      if (ENVIRON["writable"] == "no") fault("root cannot write to " at, "findmnt -T " at "; lsattr -d " at)
      if (free + 0 < ${LEAST_KIB})
        fault("the file system " mount " has " (free == "" ? "no" : free) " KiB of free space", "df -h " mount)
      if (full) fault("the file system " mount " has no free inodes", "df -i " mount)
    }' - /proc/self/mounts
}`;

/** Lines that print a section `obstacles` for missing programs, and one for each directory. */
export function obstacleLines(directories: readonly AbsolutePath[]): readonly string[] {
  return [
    OBSTACLES,
    'mark obstacles',
    ...Object.entries(PROGRAMS).map(([name, programs]) => `needs ${quote(name)} ${programs}`),
    ...directories.map((path) => `mark obstacles ${quote(path)}; obstacles ${quote(path)}`),
  ];
}
