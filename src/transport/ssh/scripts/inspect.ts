/**
 * Functions that tell a file that does not exist from a file that cannot be read: on a faulty file system, or if `stat` is
 * killed, `[ -e ]` is false too, and the host would count as empty.
 *
 * `inspect PATH FORMAT`: sets $seen to the output of `stat`, following links. Returns 1 if there is no such file, 2 with
 * the error on stderr if that is not known.
 * `presence PATH`: prints `present` or `absent`, nothing if that is not known.
 */
export const INSPECT = `inspect() {
  seen=$(stat -L -c "$2" -- "$1" 2>&1) && return
  case $seen in *'No such file or directory' | *'Not a directory') return 1 ;; esac
  printf '%s\\n' "$seen" >&2
  return 2
}
presence() {
  [ ! -e "$1" ] || { echo present; return; }
  inspect "$1" %f
  case $? in 0) echo present ;; 1) echo absent ;; esac
}`;
