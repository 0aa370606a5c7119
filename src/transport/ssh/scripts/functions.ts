// Options of apt: cspell:ignore pkgcache srcpkgcache
import { LOCKS, STATE_DIRECTORY } from '../../../model/stored-formats.ts';

/**
 * Functions for scripts, in POSIX shell for dash, bash and busybox. Their arguments are never secrets. Secrets come on
 * stdin, from which `take LENGTH` (defined in worker/loop.ts) reads exactly that many bytes.
 */

/** `now [-r FILE]`: prints the time, or the modification time of the file, in milliseconds since 1970. */
export const NOW = `now() {
  at=$(date "$@" +%s%3N)
  case $at in *[!0-9]*) at=$(date "$@" +%s)000 ;; esac
  printf '%s' "$at"
}`;

/** `parents PATH`: creates missing parent directories. Only root can read Quorate's own directories. */
export const PARENTS = `parents() {
  [ ! -d "\${1%/*}/" ] || return 0
  case $1 in
    /etc/quorate/* | ${STATE_DIRECTORY}/* | ${LOCKS}/*) mkdir -p -- "\${1%/*}" ;;
    *) ( umask 022; mkdir -p -- "\${1%/*}/" ) ;;
  esac
}`;

/**
 * `run SECONDS USER PROGRAM [ARGUMENT...]`: runs a command with a time limit and umask 022, as that user. The limit includes
 * child processes, unless they left the process group. psql runs as the account postgres. `no-postmaster DIRECTORY` fails if
 * the process that the directory names runs in it.
 *
 * Before apt installs a package by name, it updates its lists, one job of a machine after another; if that fails, it uses
 * the lists that it has. It upgrades no installed package that is named. `install-from DIRECTORY NAME...` installs only from
 * the files that SHA256SUMS lists in this directory, without the other repositories. Other files there are deleted, so that
 * the next run uploads a damaged one again. apt refuses every installation after dpkg was killed, so that dpkg first
 * finishes what was interrupted.
 */
export const RUN = `offline() (
  cd -- "$1" && exec 9<. && flock -w "$limit" 9 && mkdir -p lists/partial || exit
  for name in *.deb; do grep -qxF "$(sha256sum -- "$name")" SHA256SUMS || rm -f -- "$name"; done
  while read -r sum name; do
    dpkg-deb -f "$name" && printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$name" "$(wc -c <"$name")" "$sum" || exit
  done <SHA256SUMS >Packages || exit
  timeout -k 10 "$limit" apt-get -q $from update
)
run() {
  limit=$1 user=$2
  shift 2
  if [ "$1" = packages ]; then
    shift
    if command -v apt-get >/dev/null; then
      if [ -n "$(dpkg --audit </dev/null 2>&1)" ] || ls /var/lib/dpkg/updates/[0-9]* >/dev/null 2>&1; then
        ( umask 022; timeout -k 10 "$limit" dpkg --force-confold --configure -a </dev/null )
      fi
      from=
      case "$1 $2" in
        'install /'*) ;;
        'install '*)
          ( umask 022; flock -w 300 /var/lib/apt timeout -k 10 "$limit" apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null )
          shift
          set -- install --no-upgrade "$@" ;;
        'install-from '*)
          for option in "Etc::SourceList=$2/quorate.sources" Etc::SourceParts=/dev/null "State::Lists=$2/lists" \\
            Cache::pkgcache= Cache::srcpkgcache=; do from="$from -o Dir::$option"; done
          ( umask 022; offline "$2" </dev/null ) || return
          shift 2
          set -- install --no-upgrade "$@" ;;
      esac
      set -- apt-get -y -q $from -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"
    elif command -v dnf >/dev/null; then set -- dnf -y "$@"
    else set -- yum -y "$@"
    fi
  fi
  if [ "$1" = no-postmaster ]; then
    pid=$(head -n 1 "$2/postmaster.pid" 2>/dev/null) && [ "$(readlink "/proc/$pid/cwd")" = "$(cd "$2" && pwd -P)" ] || return 0
    echo "PostgreSQL still runs as process $pid" >&2
    return 1
  fi
  [ "$1" != psql ] || user=postgres
  if [ "$user" != root ]; then
    home=$(getent passwd "$user" | cut -d: -f6)
    set -- runuser -u "$user" -- env "HOME=\${home:-/}" "USER=$user" "LOGNAME=$user" "$@"
  fi
  ( umask 022; exec timeout -k 10 "$limit" "$@" )
  code=$?
  [ "$code" != 124 ] || echo "quorate: not finished after $limit s, stopped" >&2
  return "$code"
}`;

/**
 * `no_links PATH`, `trusted`: report, with `fault WHAT FIX`, each way in which an account other than root or a system
 * account could exchange the directory of the file (links) or the working directory (owners and modes). The account that
 * sudo was called from is no system account here, whatever its number. `only_system GROUP`: true if each member of a
 * group is a system account. `has_acl PATH`: true if an access control list names further accounts; its write permissions
 * show as those of the group.
 */
export const TRUSTED = `no_links() (
  set -f
  IFS=/ at= bad=0
  for part in \${1%/*}; do
    [ -z "$part" ] || at=$at/$part
    [ ! -L "$at" ] || own_link "$at" || bad=1
  done
  exit "$bad"
)
own_link() {
  [ "$(stat -c %u -- "$1")" = 0 ] && return
  fault "$1 is a symbolic link that root does not own, so root does not write through it" "rm $1"
  return 1
}
only_system() {
  getent passwd | awk -F: -v group="$1" -v members="$(getent group "$1" | cut -d: -f4)" '
    BEGIN { n = split(members, names, ","); for (i = 1; i <= n; i++) member[names[i]] }
    ($4 == group || $1 in member) && $3 >= 1000 && $3 != 65534 { found = 1 }
    END { exit found }'
}
has_acl() { case $(ls -ld -- "$1") in ??????????+*) ;; *) return 1 ;; esac; }
trusted() {
  up=$PWD
  set -- .
  until [ "$up" = / ]; do up=\${up%/*} up=\${up:-/}; set -- "$@" "$up"; done
  stat -c '%u %g %a %n' -- "$@" | (
    bad=0
    while read -r user group mode name; do
      [ "$name" != . ] || name=$PWD
      case $mode in [1357]???) mode=1000 ;; esac
      case $mode in *[2367]) writer=others ;; *[2367]?) writer=$group; has_acl "$name" && writer=others ;; *) writer=0 ;; esac
      [ "$user" = 0 ] || { [ "$user" -lt 1000 ] && [ "$user" != "\${SUDO_UID:-0}" ]; } || {
        bad=1; fault "$name belongs to user $user, who could redirect what root writes" "chown root $name"; }
      [ "$writer" = 0 ] || { [ "$writer" != others ] && [ "$writer" -lt 1000 ] && only_system "$writer"; } || {
        bad=1; fault "$name can be written by others, who could redirect what root writes" "chmod go-w $name"; }
    done
    exit "$bad"
  )
}`;

/**
 * `enter PATH`: creates the directory of the file, enters it and sets $base to the name of the file in it. Refuses a
 * directory that another account could exchange. Later steps use only names within the directory.
 */
export const ENTER = `fault() { echo "$1: $2" >&2; }
${TRUSTED}
enter() {
  no_links "$1" && parents "$1" && cd -P -- "\${1%/*}/" && base=\${1##*/} && trusted
}`;

/**
 * `fresh PATH`: enters the directory of the file, creates a file there with a name that cannot be guessed, sets $new to it,
 * and removes it when the subshell ends. Removes such files that a lost connection left.
 */
export const FRESH = `fresh() {
  enter "$1" || return
  set -- "./.$base.quorate."??????
  if [ -e "$1" ] || [ -L "$1" ]; then rm -f -- "$@" || return; fi
  new=$(mktemp "./.$base.quorate.XXXXXX") &&
    trap 'rm -f -- "$new"' EXIT
}`;

/** `store LENGTH PATH`: writes that many bytes of stdin to disk and flushes them. */
export const STORE = `store() {
  if [ "$1" = 0 ]; then : >"$2"; else dd bs="$1" count=1 iflag=fullblock conv=fsync status=none of="$2"; fi
}`;

/**
 * `settle PATH MODE OWNER`: replaces the file, in the directory that `fresh` entered, by $new atomically, and keeps its
 * SELinux label. Writes mount points (/etc/hosts in a container) and symbolic links of root in place, because a rename
 * would fail or replace the link.
 */
export const SETTLE = `settle() {
  [ ! -d "$base" ] || { echo "$1 is a directory" >&2; return 1; }
  if [ -e "$base" ] && { [ -L "$base" ] || grep -qF " $1 " /proc/self/mountinfo; }; then
    [ ! -L "$base" ] || own_link "$PWD/$base" || return
    chown -- "$3" "$base" && chmod -- "$2" "$base" && dd if="$new" of="$base" bs=65536 conv=fsync status=none
    return
  fi
  chown -- "$3" "$new" && chmod -- "$2" "$new" || return
  if [ -e "$base" ] && command -v selinuxenabled >/dev/null && selinuxenabled; then chcon --reference="$base" -- "$new"; fi
  mv -fT -- "$new" "$base"
}`;

/**
 * `history PATH KEPT LENGTH`: appends a line with this host's time, and keeps the last KEPT lines.
 */
export const REMEMBER = `history() (
  fresh "$1" && {
    [ ! -e "$base" ] || tail -n "$(($2 - 1))" -- "$base"
    take "$3"
    printf ',"at":%s}\\n' "$(now)"
  } | dd of="$new" conv=fsync status=none && mv -fT -- "$new" "$base"
)`;

/** `receipt PATH LENGTH`: writes JSON from stdin, which lacks its last brace, with this host's time. */
export const WRITE_RECEIPT = `receipt() (
  fresh "$1" &&
    { take "$2"; printf ',"at":%s}\\n' "$(now)"; } | dd of="$new" conv=fsync status=none && mv -fT -- "$new" "$base"
)`;
