import { quote } from '../quote.ts';

/** What every script and command on a host runs with. LC_ALL makes programs speak one language. */
export const ENVIRONMENT = [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
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
 * The payload comes first and begins with an empty line: `dd` takes all of it off the channel in one block (exact
 * on a pipe for GNU and busybox) before it passes that line on, only then is the script read, and only a script
 * that is there to its last line is run. So nothing is ever run on half a payload, and a script that stops early
 * leaves nothing behind that could be taken for a frame.
 * One line, without single quotes and exclamation marks: the account's login shell may be anything.
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
  'while read -r nonce payload size; do take "$payload" | work "$size"; done',
].join('; ');

/** The command line that starts the loop. With sudo, its prompt is the nonce: nothing else looks like it. */
export function startLine(nonce: string, become: boolean): string {
  const shell = `sh -c ${quote(LOOP)} quorate ${nonce}`;
  return become ? `env LC_ALL=C sudo -S -p ${nonce}: ${shell}` : shell;
}
