import type { Job } from '../../port.ts';
import type { JobName } from '../../../model/names.ts';
import { reveal } from '../../../model/secret.ts';
import { ENVIRONMENT } from '../worker/loop.ts';
import { quote } from '../quote.ts';
import { unclosed } from './change.ts';
import { runCall } from './command.ts';
import { fenceText } from './fence.ts';
import type { Fence } from './fence.ts';
import { ENTER, FRESH, NOW, PARENTS, WRITE_RECEIPT, RUN, STORE } from './functions.ts';
import { INSPECT } from './inspect.ts';
import { inside } from './paths.ts';
import { COMPLETE, script } from './script.ts';
import type { Script } from './script.ts';
import { FORMAT, JOBS, RECEIPTS } from '../../../model/stored-formats.ts';

/** `birth PID`: prints the start time of a running process, which differs for a later process with the same number. */
const BIRTH = `birth() {
  read -r stat <"/proc/$1/stat" && set -- \${stat##*) } && [ "$1" != Z ] && printf '%s' "\${20}"
} 2>/dev/null`;

/**
 * `job_state DIRECTORY`: prints state, exit code or `-`, bytes of log, start time, and format. Checks for
 * the exit code before and after it checks the process, which may end in between.
 */
export const JOB_STATE = `${BIRTH}
job_alive() {
  read -r this_boot </proc/sys/kernel/random/boot_id && [ "$boot" = "$this_boot" ] || return
  if read -r pid born <"$1/pid"; then [ "$(birth "$pid")" = "$born" ]; else systemctl is-active --quiet "$unit"; fi
} 2>/dev/null
job_state() {
  format=0 boot='' unit='' since=0 code=-
  read -r format boot unit since <"$1/started"
  if [ -e "$1/exit" ]; then state=ended
  elif job_alive "$1"; then state=running
  elif [ -e "$1/exit" ]; then state=ended
  else state=vanished
  fi
  [ "$state" != ended ] || read -r code <"$1/exit"
  size=0
  [ ! -e "$1/log" ] || size=$(wc -c <"$1/log")
  printf '%s %s %s %s %s' "$state" "$code" "\${size:-0}" "$since" "$format"
}`;

/**
 * Writes the wrapper, the shell script that runs the job, and starts it: as a systemd unit if systemd is running,
 * otherwise with `setsid`. Either outlives the connection. KillMode=process keeps processes that the command leaves
 * running. Returns once the wrapper has written its process id. Does nothing if a job of this name is running.
 */
export function startJobScript(
  job: Job,
  unit: string,
  { login, fence }: { login: string; fence?: Fence },
): Script {
  const wrapper = Buffer.from(wrapperText(job, login), 'utf8');
  const stdin = Buffer.from(reveal(job.command.stdin ?? ''), 'utf8');
  const text = `${fenceText(fence)}
${NOW}
${STORE}
${JOB_STATE}
directory=${quote(jobFolder(job.name))} unit=${quote(unit)}
mkdir -p -- "$directory" && cd -- "$directory" || exit
if [ -e started ]; then
  case $(job_state . 2>/dev/null) in running*) mark ${COMPLETE}; exit 0 ;; esac
  # Before systemd 236, which has no --collect, a killed unit stays as a failed one, and its host degraded.
  { read -r _ _ old _ <started && systemctl reset-failed "$old"; } 2>/dev/null
fi
rm -f -- started exit pid
trap 'rm -f -- stdin' EXIT
: >log && store ${wrapper.length} wrapper && store ${stdin.length} stdin || exit
printf '${FORMAT} %s %s %s\\n' "$(cat /proc/sys/kernel/random/boot_id)" ${quote(unit)} "$(now)" >started || exit
if [ -d /run/systemd/system ]; then
  collect=$(systemd-run --help | grep -o -e --collect)
  systemd-run --quiet $collect --unit=${quote(unit)} --property=KillMode=process /bin/sh "$directory/wrapper" || exit
else
  setsid nohup /bin/sh "$directory/wrapper" </dev/null >/dev/null 2>&1 &
fi
tries=0
until [ -e pid ]; do
  tries=$((tries + 1))
  [ "$tries" -le 100 ] || { echo "the wrapper did not start" >&2; exit 1; }
  sleep 0.1
done
mark ${COMPLETE}`;
  return script(text, wrapper, stdin);
}

/**
 * The shell script that runs the job without a connection. Writes its process id, the log, the receipt after success,
 * and finally the exit code.
 */
function wrapperText(job: Job, login: string): string {
  const receipt = unclosed(job.receipt.receipt);
  return `#!/bin/sh
# Written and started once by quorate.
export ${ENVIRONMENT}
umask 077
cd -- ${quote(jobFolder(job.name))} || exit
exec <stdin >>log 2>&1
rm -f -- stdin
${BIRTH}
${NOW}
${PARENTS}
${ENTER}
${FRESH}
${RUN}
take() { cat; }
${WRITE_RECEIPT}
say() { printf '%s\\n' "$2" >"$1.part" && mv -f -- "$1.part" "$1"; }
say pid "$$ $(birth $$)"
( cd /; ${runCall(job.command, login)} )
code=$?
if [ "$code" = 0 ]; then
  printf '%s' ${quote(receipt.toString('utf8'))} | receipt ${quote(inside(RECEIPTS, job.receipt.name))} 0 || code=$?
fi
say exit "$code"
`;
}

/**
 * Prints the job's state, then the next bytes of its log, or the mark `absent` if the host has no such job. The log grows
 * no further if the state is `ended`.
 */
export function followScript(name: JobName, offset: number, limit: number): Script {
  const directory = quote(jobFolder(name));
  return script(`${JOB_STATE}
${INSPECT}
inspect ${directory}/started %f
case $? in
  0) mark job "$(job_state ${directory})"
    tail -c +${offset + 1} -- ${directory}/log | head -c ${limit} || exit ;;
  1) mark absent ;;
  *) exit 1 ;;
esac
mark ${COMPLETE}`);
}

function jobFolder(name: JobName): string {
  return inside(JOBS, name);
}
