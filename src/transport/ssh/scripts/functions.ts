/**
 * Functions for scripts, in POSIX shell for dash, bash and busybox. Their arguments are never secrets. Secrets come on
 * stdin, from which `take LENGTH` (of the loop) reads exactly that many bytes.
 */

/** `now [-r FILE]`: prints the time, or the modification time of the file, in milliseconds since 1970. */
export const NOW = `now() {
  at=$(date "$@" +%s%3N)
  case $at in *[!0-9]*) at=$(date "$@" +%s)000 ;; esac
  printf '%s' "$at"
}`;

/** `parents PATH`: creates the parent directories. Only root can read Quorate's own directories. */
export const PARENTS = `parents() {
  case $1 in
    /etc/quorate/* | /var/lib/quorate/* | /run/quorate/*) mkdir -p -- "\${1%/*}" ;;
    *) ( umask 022; mkdir -p -- "\${1%/*}/" ) ;;
  esac
}`;

/**
 * `run SECONDS USER PROGRAM [ARGUMENT...]`: runs a command with a time limit and umask 022, as that user. The limit includes
 * child processes, unless they left the process group. Before apt installs a package by name, it updates its lists; if that
 * fails, it uses the lists that it has.
 */
export const RUN = `run() {
  limit=$1 user=$2
  shift 2
  if [ "$1" = packages ]; then
    shift
    if command -v apt-get >/dev/null; then
      case "$1 $2" in
        'install /'*) ;;
        'install '*) ( umask 022; timeout -k 10 "$limit" apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null ) ;;
      esac
      set -- apt-get -y -q -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"
    elif command -v dnf >/dev/null; then set -- dnf -y "$@"
    else set -- yum -y "$@"
    fi
  fi
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
 * `fresh PATH`: sets $new to a nonexistent file in the same directory, and removes that file when the subshell ends. The
 * name is always the same, so that the next attempt replaces a file that a lost connection left.
 */
export const FRESH = `fresh() {
  new=\${1%/*}/.\${1##*/}.quorate
  rm -f -- "$new" && trap 'rm -f -- "$new"' EXIT
}`;

/** `store LENGTH PATH`: writes that many bytes of stdin to disk and flushes them. */
export const STORE = `store() {
  if [ "$1" = 0 ]; then : >"$2"; else dd bs="$1" count=1 iflag=fullblock conv=fsync status=none of="$2"; fi
}`;

/**
 * `settle PATH MODE OWNER`: replaces the file by $new atomically, and keeps its SELinux label. Writes mount points
 * (/etc/hosts in a container) and symbolic links in place, because a rename would fail or replace the link.
 */
export const SETTLE = `settle() {
  [ ! -d "$1" ] || { echo "$1 is a directory" >&2; return 1; }
  if [ -e "$1" ] && { [ -L "$1" ] || grep -qF " $1 " /proc/self/mountinfo; }; then
    chown -- "$3" "$1" && chmod -- "$2" "$1" && dd if="$new" of="$1" bs=65536 conv=fsync status=none
    return
  fi
  chown -- "$3" "$new" && chmod -- "$2" "$new" || return
  if [ -e "$1" ] && command -v selinuxenabled >/dev/null && selinuxenabled; then chcon --reference="$1" -- "$new"; fi
  mv -f -- "$new" "$1"
}`;

/**
 * `history PATH KEPT LENGTH`: appends a line with this host's time, and keeps the last KEPT lines.
 */
export const REMEMBER = `history() (
  parents "$1" && fresh "$1" && {
    [ ! -e "$1" ] || tail -n "$(($2 - 1))" -- "$1"
    take "$3"
    printf ',"at":%s}\\n' "$(now)"
  } | dd of="$new" conv=fsync status=none && mv -f -- "$new" "$1"
)`;

/** `receipt PATH LENGTH`: writes JSON from stdin, which lacks its last brace, with this host's time. */
export const WRITE_RECEIPT = `receipt() (
  parents "$1" && fresh "$1" &&
    { take "$2"; printf ',"at":%s}\\n' "$(now)"; } | dd of="$new" conv=fsync status=none && mv -f -- "$new" "$1"
)`;
