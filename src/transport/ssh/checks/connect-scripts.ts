// Names in the scripts: cspell:ignore efused libexec MPOSIX Fcntl
import { LISTENER, type DialRequest, type ListenRequest } from '../../../model/host/connections.ts';
import { quote } from '../quote.ts';
import { script, type Script } from '../scripts/script.ts';
import { PERL_DIAL, PERL_LISTEN } from './perl.ts';
import { PYTHON_DIAL, PYTHON_LISTEN } from './python.ts';

/**
 * Defines $interpreter: perl, or any Python that works. Nothing is installed for it: perl is part of every Debian, and
 * dnf and yum need a Python.
 */
const INTERPRETER = `interpreter=
if perl -MSocket=getaddrinfo -MPOSIX=setsid -MFcntl -MErrno -e 1 2>/dev/null; then interpreter=perl; else
  for python in python3 /usr/libexec/platform-python python2 python; do
    if "$python" -c 'import errno, os, select, signal, socket, sys' 2>/dev/null; then interpreter=$python; break; fi
  done
fi`;

/** `interpret PERL PYTHON [ARGUMENT...]`: runs the program with the interpreter. */
const INTERPRET = `interpret() {
  perl=$1 python=$2
  shift 2
  if [ "$interpreter" = perl ]; then perl -e "$perl" -- "$@"; else "$interpreter" -c "$python" "$@"; fi
}`;

/**
 * `dial_bash NONCE SECONDS`: the client in bash, without the check of large packets. Every Debian and Red Hat system has
 * bash.
 */
const DIAL_BASH = `dial_bash() {
  number=0
  while read -r address port; do
    bash -c '
      answer=$(timeout "$4" bash -c "exec 3<>/dev/tcp/\\$0/\\$1 && IFS= read -r -t 2 line <&3; echo connected \\"\\$line\\"" "$2" "$3" 2>&1)
      case $?:$answer in
        124:*) state=timeout ;;
        *:"connected $5") state=nonce ;;
        *efused*) state=refused ;;
        *"No route"* | *unreachable* | *"not permitted"* | *"Invalid argument"* | *"Permission denied"*) state=no-route ;;
        *"timed out"*) state=timeout ;;
        *:connected*) state=connected ;;
        *) state=failed ;;
      esac
      echo "$1 $state"' dial "$number" "$address" "$port" "$2" "$1" </dev/null &
    number=$((number + 1))
  done
  wait
}`;

/** Ends all temporary listeners, by the name of their process, and waits until they have ended. */
const REPLACE = `for comm in /proc/[0-9]*/comm; do
  pid=\${comm%/comm} pid=\${pid#/proc/}
  read -r name 2>/dev/null <"$comm" && [ "$name" = ${LISTENER} ] || continue
  kill "$pid" 2>/dev/null
  tries=0
  while [ -e "/proc/$pid" ] && [ "$tries" -lt 20 ]; do tries=$((tries + 1)); sleep 0.1; done
done`;

/** Prints `PORT STATE` for each port and `pid PID` of the listener. Prints nothing if no program can listen. */
export function listenScript({ address, ports, nonce, limitMs, replace }: ListenRequest): Script {
  const seconds = Math.ceil(limitMs / 1000);
  const words = [nonce, String(seconds), address, ...ports.map(String)].map(quote).join(' ');
  return script(`${INTERPRETER}
${INTERPRET}
mark listen
${replace ? REPLACE : ''}
[ -z "$interpreter" ] || interpret ${quote(PERL_LISTEN)} ${quote(PYTHON_LISTEN)} ${words} </dev/null`);
}

/** Ends a listener and waits until its ports are free. Never ends another process with the same number. */
export function stopScript(pid: number, nonce: string): Script {
  return script(`is_listener() { tr '\\0' ' ' </proc/${pid}/cmdline 2>/dev/null | grep -qF ${quote(nonce)}; }
mark stop
if is_listener; then kill ${pid}; fi
tries=0
while is_listener && [ "$tries" -lt 50 ]; do tries=$((tries + 1)); sleep 0.1; done`);
}

/** Prints `NUMBER STATE` for each target. */
export function dialScript({ targets, nonce, limitMs }: DialRequest): Script {
  const seconds = Math.ceil(limitMs / 1000);
  const lines = Buffer.from(targets.map(({ address, port }) => `${address} ${port}\n`).join(''), 'utf8');
  return script(
    `${INTERPRETER}
${INTERPRET}
${DIAL_BASH}
mark dial
take ${lines.length} | {
  if [ -n "$interpreter" ]; then interpret ${quote(PERL_DIAL)} ${quote(PYTHON_DIAL)} ${quote(nonce)} ${seconds}
  else dial_bash ${quote(nonce)} ${seconds}
  fi
}`,
    lines,
  );
}
