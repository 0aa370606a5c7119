/**
 * Functions that scripts are made of, in POSIX shell for dash, bash and busybox. Their arguments are plain text,
 * never secrets: those come on stdin, where `take LENGTH` (of the loop) cuts them off byte-exactly.
 */

/** `now [-r FILE]`: ms since the epoch, now or when that file was last touched. */
export const NOW = `now() {
  at=$(date "$@" +%s%3N)
  case $at in *[!0-9]*) at=$(date "$@" +%s)000 ;; esac
  printf '%s' "$at"
}`;

/** `parents PATH`: makes the folders above it: Quorate's own closed, others open. */
export const PARENTS = `parents() {
  case $1 in
    /etc/quorate/* | /var/lib/quorate/* | /run/quorate/*) mkdir -p -- "\${1%/*}" ;;
    *) ( umask 022; mkdir -p -- "\${1%/*}/" ) ;;
  esac
}`;

/**
 * `run SECONDS USER PROGRAM [ARGUMENT...]`: with a time limit, with an ordinary umask, as that user. The limit
 * covers what the command starts, unless that left the process group on purpose. A fresh apt host knows no package
 * by its name before it has fetched its lists (if that fails, those it has may do); one in a file needs none.
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
 * `fresh PATH`: sets $new to a file beside it that does not exist, and removes it again when the subshell ends.
 * The name is always the same, so that what a cut connection left behind is replaced by the next attempt.
 */
export const FRESH = `fresh() {
  new=\${1%/*}/.\${1##*/}.quorate
  rm -f -- "$new" && trap 'rm -f -- "$new"' EXIT
}`;

/** `store LENGTH PATH`: that many bytes of stdin, safely on disk. */
export const STORE = `store() {
  if [ "$1" = 0 ]; then : >"$2"; else dd bs="$1" count=1 iflag=fullblock conv=fsync status=none of="$2"; fi
}`;

/**
 * `settle PATH MODE OWNER`: puts $new in its place at once, with the old file's SELinux label. Mount points
 * (/etc/hosts in a container) and symbolic links are written in place: a rename would fail there, or cut the link.
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
 * `history PATH KEPT LENGTH`: one line more at the end, completed with this host's time, of which the last KEPT stay.
 */
export const REMEMBER = `history() (
  parents "$1" && fresh "$1" && {
    [ ! -e "$1" ] || tail -n "$(($2 - 1))" -- "$1"
    take "$3"
    printf ',"at":%s}\\n' "$(now)"
  } | dd of="$new" conv=fsync status=none && mv -f -- "$new" "$1"
)`;

/** `receipt PATH LENGTH`: JSON without its last brace from stdin, completed with this host's time. */
export const RECEIPT = `receipt() (
  parents "$1" && fresh "$1" &&
    { take "$2"; printf ',"at":%s}\\n' "$(now)"; } | dd of="$new" conv=fsync status=none && mv -f -- "$new" "$1"
)`;
