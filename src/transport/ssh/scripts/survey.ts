import type { Command } from '../../../model/host/command.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { SurveyRequest } from '../../port.ts';
import { quote } from '../quote.ts';
import { quotedCommand, commandScript } from './command.ts';
import { lockFile } from './fence.ts';
import { NOW, RUN } from './functions.ts';
import { JOB_STATE } from './job.ts';
import { LIMITS, withCommands } from './limits.ts';
import { SHOW_LOCK } from './lock.ts';
import { obstacleLines } from './obstacles.ts';
import { join, script } from './script.ts';
import type { Request } from './script.ts';
import { JOBS, RECEIPTS, HISTORY } from '../../../model/stored-formats.ts';

/** Reads the clock first, because it is compared with the time at which the answer starts. */
const FACTS = `mark clock; now
mark machine-id; cat /etc/machine-id
mark boot-id; echo "$(cat /proc/sys/kernel/random/boot_id) $(cut -d' ' -f22 /proc/1/stat)"
mark hostname; hostname || uname -n
mark os-release; cat /etc/os-release
mark systemd; systemctl --version
mark addresses; ip -o addr show || hostname -I
mark memory; cat /proc/meminfo
mark listening; ss -ltnp || cat /proc/net/tcp /proc/net/tcp6`;

/**
 * `file PATH`: prints mode, owner, size and digest of a file, following links, or `other` for anything but a file.
 * `block PATH MARKER`: prints the digest of the lines between the marks in a file.
 */
const FILE = `file() {
  if [ -f "$1" ]; then stat -L -c '%a %U:%G %s' -- "$1" && sha256sum <"$1"
  elif [ -e "$1" ]; then echo other
  fi
}
block() {
  begin="# BEGIN quorate $2" end="# END quorate $2"
  export begin end
  [ ! -f "$1" ] || ! grep -qxF -e "$begin" -- "$1" ||
    awk '$0 == ENVIRON["end"] { exit } inside { print } $0 == ENVIRON["begin"] { inside = 1 }' "$1" | sha256sum
}`;

/** `free PATH`: prints the output of `df -Pk` for the file system that has the path or would have it. */
const FREE = `free() {
  path=$1
  until [ -e "$path" ]; do path=\${path%/*}; [ -n "$path" ] || path=/; done
  df -Pk -- "$path"
}`;

/** `look NAME`: prints `NAME ANSWER...` with one write, because names are resolved concurrently. */
export const LOOK = `names_of() { timeout 5 getent hosts "$1" | cut -s -d' ' -f2-; }
look() {
  case $1 in
    *:*) found=$(names_of "$1") ;;
    *[!0-9.]*) found=$(timeout 5 getent ahosts "$1" | cut -d' ' -f1 | sort -u) ;;
    *) found=$(names_of "$1") ;;
  esac
  printf '%s %s\\n' "$1" "$(echo $found)"
}`;

/** Prints every receipt, the state of every job, the formats of the history entries, and the newest entry. */
const STORED = `find ${RECEIPTS} -type f ! -name '.*' 2>/dev/null | while read -r path; do
  mark receipt "\${path#${RECEIPTS}/}"; cat -- "$path"
done
find ${JOBS} -type f -name started 2>/dev/null | while read -r path; do
  directory=\${path%/started}
  mark job "\${directory#${JOBS}/}"; job_state "$directory"
done
[ ! -f ${HISTORY} ] || { mark history; sed -n 's/^{"v":\\([0-9]*\\).*/\\1/p' ${HISTORY} | sort -u
  mark last-entry; tail -n 1 ${HISTORY}; }`;

/** The last mark of a survey. Without it, a part of the script was killed. */
export const COMPLETE = 'complete';

/** Reads everything in the request and changes nothing. Sections are named after their subject. */
export function surveyRequest(ask: SurveyRequest, login: string): Request {
  const lock = quote(lockFile(ask.cluster));
  const text = join([
    ...[NOW, FACTS, RUN, FILE, FREE, LOOK, JOB_STATE, SHOW_LOCK],
    ...obstacleLines(ask.directories),
    ...ask.disks.map((path) => `mark disk ${quote(path)}; free ${quote(path)}`),
    'mark names',
    ...ask.names.map((name) => `look ${quote(name)} &`),
    'wait',
    ...ask.files.map(({ path }) => `mark file ${quote(path)}; file ${quote(path)}`),
    ...ask.files.flatMap(({ path, marker }) =>
      marker === undefined ? [] : [`mark block ${quote(path)}; block ${quote(path)} ${quote(marker)}`],
    ),
    ...ask.paths.map((path) => `[ ! -e ${quote(path)} ] || mark path ${quote(path)}`),
    STORED,
    `[ ! -e ${lock} ] || { mark lock; show_lock ${lock}; }`,
    ...ask.guards.flatMap(({ id, command }) => [
      `mark guard ${quote(id)}`,
      commandScript(command, login),
      'mark exit "$?"',
    ]),
    `mark ${COMPLETE}`,
  ]);
  const commands = ask.guards.map(({ command }) => command);
  return { ...text, what: 'the survey', ...withCommands(LIMITS.survey, commands) };
}

/** Runs read-only commands. The output of each command is a section, and a section `exit CODE` follows it. */
export function askRequest(commands: readonly Command[], login: string): Request {
  const calls = commands.flatMap((command) => [
    'mark asked',
    commandScript(command, login),
    'mark exit "$?"',
  ]);
  const what = commands.map(quotedCommand).join(', ');
  return { ...join([RUN, ...calls]), what, ...withCommands(LIMITS.script, commands) };
}

/** Prints the mark `file` and the end of a file. Prints nothing if the file does not exist. */
export function readRequest(path: AbsolutePath, tailBytes: number): Request {
  const tail = script(`[ ! -f ${quote(path)} ] || { mark file; tail -c ${tailBytes} -- ${quote(path)}; }`);
  return { ...tail, what: `reading ${path}`, limitMs: LIMITS.script };
}
