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
 * `nearest PATH`: sets $at to the path, or to the nearest existing directory above it.
 * `file_systems DIRECTORY...`: prints the faults of the file systems, each with the number of its directory. A file system
 * is named by its mount point, so that several directories on it have the same report. `test -w` in busybox is always true
 * for root, so the mount options are read too. One awk and two df read everything, because programs that start dominate the
 * time of a survey. `all_or_each OPTION PATH...`: one line of df for each path, also if df fails for another one.
 * `obstacles DIRECTORY`: reports everything that keeps root from safely writing files to the directory, or to the nearest
 * one above it. It writes nothing. Consecutive directories often have the same one. It is called for the directories in
 * the order in which $systems has them.
 * `faults_in DIRECTORY`: reports who else could redirect what root writes there.
 * `remember_safe DIRECTORY`: adds a directory without such faults to $safe, and those above it, which `faults_in` examined
 * with it. They are not examined again. With a symbolic link in its path, `faults_in` examined other directories.
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
nearest() {
  at=$1
  until [ -e "$at" ] || [ -L "$at" ]; do at=\${at%/*} at=\${at:-/}; done
}
file_systems() {
  names=
  for path; do
    nearest "$path"
    physical=
    [ -w "$at" ] || physical=$(cd -P -- "$at" 2>/dev/null && pwd)
    names="$names$physical
"
    set -- "$@" "$at"
    shift
  done
  { echo space; all_or_each -Pk "$@"; echo inodes; all_or_each -Pi "$@"; } | names=$names awk '
    function fault(what, fix) { printf "%d\\t%s\\t%s\\n", i, what, fix }
    NR == FNR && NF == 1 { part = $1; n = 0; next }
    NR == FNR && $1 == "Filesystem" { next }
    NR == FNR && part == "space" { mount[++n] = $NF; free[n] = $(NF - 2); next }
    NR == FNR { full[++n] = $(NF - 4) > 0 && $(NF - 2) == 0; next }
    { options[$2] = $4 }
    END {
      count = split(ENVIRON["names"], names, "\\n") - 1
      for (i = 1; i <= count; i++) {
        at = mount[i]
        if (options[at] ~ /^ro(,|$)/) { fault("the file system " at " is read-only", "mount -o remount,rw " at); continue }
        if (names[i] != "") fault("root cannot write to " names[i], "findmnt -T " names[i] "; lsattr -d " names[i])
        if (free[i] + 0 < ${LEAST_KIB})
          fault("the file system " at " has " (free[i] ~ /^[0-9]+$/ ? free[i] : "no") " KiB of free space", "df -h " at)
        if (full[i]) fault("the file system " at " has no free inodes", "df -i " at)
      }
    }' - /proc/self/mounts
}
all_or_each() {
  option=$1
  shift
  if lines=$(df "$option" -- "$@"); then printf '%s\\n' "$lines"; return; fi
  for at; do df "$option" -- "$at" || echo "- - - - - $at"; done
} 2>/dev/null
obstacles() {
  number=$((number + 1))
  no_links "$1/" 2>/dev/null
  nearest "$1"
  case "$safe" in
    *" $at "*) last=$at faults= ;;
    *) [ "$at" = "$last" ] || { last=$at; faults=$(faults_in "$at" 2>/dev/null); }
      [ -n "$faults" ] || remember_safe "$at" ;;
  esac
  [ -z "$faults" ] || printf '%s\\n' "$faults"
  [ -d "$at" ] || return
  while IFS= read -r line; do
    case $line in "$number	"*) printf '%s\\n' "\${line#*	}" ;; esac
  done <<end
$systems
end
}
number=0 last= safe=' '
remember_safe() {
  case $1 in *' '*) return ;; esac
  [ "$(cd -P -- "$1" && pwd)" = "$1" ] || return 0
  set -- "$1"
  until [ -z "$1" ]; do safe="$safe$1 "; set -- "\${1%/*}"; done
}
faults_in() {
  [ -d "$1" ] || { fault "$1 is not a directory" "ls -ld $1"; return; }
  cd -P -- "$1" && trusted
}`;

/** Lines that print a section `obstacles` for missing programs, and one for each directory. */
export function obstacleLines(directories: readonly AbsolutePath[]): readonly string[] {
  return [
    OBSTACLES,
    'mark obstacles',
    ...Object.entries(PROGRAMS).map(([name, programs]) => `needs ${quote(name)} ${programs}`),
    ...(directories.length > 0 ? [`systems=$(file_systems ${directories.map(quote).join(' ')})`] : []),
    ...directories.map((path) => `mark obstacles ${quote(path)}; obstacles ${quote(path)}`),
  ];
}
