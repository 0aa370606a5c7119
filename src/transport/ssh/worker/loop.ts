import { quote } from '../quote.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Environment of every script and command on a host. LC_ALL makes programs print English. */
export const ENVIRONMENT = [
  PATH,
  'LANG=C.UTF-8',
  'LC_ALL=C.UTF-8',
  'HOME=/root',
  'USER=root',
  'LOGNAME=root',
  'DEBIAN_FRONTEND=noninteractive',
  'SYSTEMD_PAGER=',
].join(' ');

/**
 * The worker: reads frames (`nonce payload-bytes script-bytes`, payload, script), runs each script in a subshell
 * with the payload on its stdin, and marks its answers on stdout and stderr.
 *
 * The payload comes first and starts with an empty line. `dd` reads all of it from the channel in one block (exact on a
 * pipe for GNU and busybox) before it passes that line on. Only then is the script read, and only a complete script is
 * run. Therefore no script runs with half a payload, and a script that stops early leaves no bytes that look like a frame.
 * The shell itself reads a payload that is only the empty line, as most are, because starting `dd` takes a host longer.
 * The loop is one line without single quotes and exclamation marks, because the login shell may be any shell.
 */
const LOOP = [
  'unset ENV BASH_ENV CDPATH',
  `export ${ENVIRONMENT}`,
  'umask 077',
  'cd /',
  'exec 3<&0',
  'take() { [ "$1" = 0 ] || dd bs="$1" count=1 iflag=fullblock status=none; }',
  'mark() { printf "\\n%s %s\\n" "$nonce" "$*"; printf "\\n%s %s\\n" "$nonce" "$*" >&2; }',
  'work() { read -r _; script=$(take "$1" <&3); exec 3<&-; mark begin; case $script in *"#$nonce") ( eval "$script" ) ;; esac; mark end "$?"; }',
  'printf "\\n%s ready %s\\n" "$1" "$(id -u)"',
  'first() { if [ "$1" = 1 ]; then read -r _; echo; else take "$1"; fi; }',
  'while read -r nonce payload size; do first "$payload" | work "$size"; done',
].join('; ');

/**
 * The command line that starts the loop. The nonce is sudo's prompt, so that no other text looks like the prompt. The
 * start-up files of the account may have changed PATH.
 */
export function startLine(nonce: string, become: boolean): string {
  const shell = `/bin/sh -c ${quote(LOOP)} quorate ${nonce}`;
  return become ? `/usr/bin/env ${PATH} LC_ALL=C sudo -u root -S -p ${nonce}: ${shell}` : shell;
}
