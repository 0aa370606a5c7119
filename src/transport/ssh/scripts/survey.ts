// Variables of awk: cspell:ignore RLENGTH
import type { Command } from '../../../model/host/command.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { KnownFacts, SurveyRequest } from '../../port.ts';
import { quote } from '../quote.ts';
import { quotedCommand, commandScript } from './command.ts';
import { lockFile } from './fence.ts';
import { NOW, RUN } from './functions.ts';
import { INSPECT } from './inspect.ts';
import { JOB_STATE } from './job.ts';
import { LIMITS, withCommands } from './limits.ts';
import { SHOW_LOCK } from './lock.ts';
import { obstacleLines } from './obstacles.ts';
import { COMPLETE, join, script } from './script.ts';
import type { Request } from './script.ts';
import { JOBS, RECEIPTS, HISTORY } from '../../../model/stored-formats.ts';

/** `text PATH`: prints a short file without starting a program, because programs that start dominate the time of a survey. */
const TEXT = `text() {
  while IFS= read -r line || [ -n "$line" ]; do printf '%s\\n' "$line"; done <"$1"
}`;

/** Reads the clock first, because it is compared with the time at which the answer starts. */
const FACTS = `first_process() { read -r stat </proc/1/stat && set -- \${stat##*) } && echo "\${20}"; }
total_memory() { while read -r name size; do [ "$name" != MemTotal: ] || { echo "$name $size"; break; }; done; }
mark clock; now
mark machine-id; text /etc/machine-id
mark boot-id; text /proc/sys/kernel/random/boot_id; first_process
mark hostname; text /proc/sys/kernel/hostname || uname -n
mark os-release; text /etc/os-release
mark systemd; systemctl --version
mark addresses; ip -o addr show || hostname -I
mark memory; total_memory </proc/meminfo
mark listening; ss -ltnp || cat /proc/net/tcp /proc/net/tcp6`;

/**
 * `files PATH...`: prints a section for each file. One `stat` and one `sha256sum` read all ordinary files. `sha256sum`
 * escapes unusual names with a leading backslash.
 * `file PATH`: prints mode, owner, size and digest of a file, following links; `other` for anything but a file; `absent`
 * if there is none. The file type of `stat`, 8, is that of an ordinary file.
 * `block PATH MARKER`: prints the digest of the lines between the marks in a file, or `absent`.
 * Each prints nothing if a program fails.
 */
const FILE = `line_end='
'
files() {
  for path; do
    if [ -f "$path" ]; then set -- "$@" "$path"; else mark file "$path"; file "$path"; fi
    shift
  done
  [ "$#" != 0 ] || return 0
  if stats=$(stat -L -c '%a %U:%G %s' -- "$@" 2>/dev/null) && sums=$(sha256sum -- "$@" 2>/dev/null); then
    for path; do
      sum=\${sums%%"$line_end"*}
      mark file "$path"
      printf '%s\\n%s\\n' "\${stats%%"$line_end"*}" "\${sum#\\\\}"
      stats=\${stats#*"$line_end"} sums=\${sums#*"$line_end"}
    done
  else
    for path; do mark file "$path"; file "$path"; done
  fi
}
file() {
  inspect "$1" '%f %a %U:%G %s'
  case $? in
    0) case $seen in 8*) printf '%s\\n' "\${seen#* }" && sha256sum <"$1" ;; *) echo other ;; esac ;;
    1) echo absent ;;
  esac
}
block() {
  begin="# BEGIN quorate $2" end="# END quorate $2"
  export begin end
  [ -f "$1" ] || { presence "$1"; return; }
  grep -qxF -e "$begin" -- "$1"
  case $? in 0) ;; 1) echo absent; return ;; *) return ;; esac
  lines=$(awk '$0 == ENVIRON["end"] { exit } inside { print } $0 == ENVIRON["begin"] { inside = 1 }' "$1"; echo " $?")
  [ "\${lines##* }" != 0 ] || printf '%s' "\${lines% *}" | sha256sum
}`;

/**
 * `disks PATH...`: prints a section for each path: the line of `df -Pk` for the file system that has the path or would have
 * it. `free PATH`: prints the output of `df -Pk`.
 */
const DISKS = `existing() { at=$1; until [ -e "$at" ]; do at=\${at%/*} at=\${at:-/}; done; }
free() { existing "$1"; df -Pk -- "$at"; }
disks() {
  count=$#
  for path; do existing "$path"; set -- "$@" "$at"; done
  spaces=$(shift "$count"; df -Pk -- "$@" 2>/dev/null) || spaces=
  while [ "$count" != 0 ]; do
    mark disk "$1"
    spaces=\${spaces#*"$line_end"}
    if [ -n "$spaces" ]; then printf '%s\\n' "\${spaces%%"$line_end"*}"; else free "$1"; fi
    shift
    count=$((count - 1))
  done
}`;

/** `look NAME`: prints `NAME ANSWER...` with one write, because names are resolved concurrently. */
export const LOOK = `look() {
  case $1 in
    *:*) table=hosts ;;
    *[!0-9.]*) table=ahosts ;;
    *) table=hosts ;;
  esac
  found=
  while read -r first rest; do
    [ "$table" = ahosts ] || first=$rest
    case " $found " in *" $first "*) ;; *) found="$found $first" ;; esac
  done <<end
$(exec timeout 5 getent "$table" "$1")
end
  printf '%s%s\\n' "$1" "$found"
}`;

/**
 * `versions NAME...`: prints `NAME INSTALLED CANDIDATE` for each package that apt knows, and for the installed ICU, whose name
 * contains its version.
 */
const VERSIONS = `versions() {
  command -v apt-cache >/dev/null || return 0
  LC_ALL=C apt-cache policy "$@" $(dpkg-query -W -f '\${Package} ' 'libicu[0-9]*' 2>/dev/null) | awk '
    /^[^ ]/ { name = $1; sub(/:.*/, "", name) }
    $1 == "Installed:" { installed = $2 }
    $1 == "Candidate:" { print name, installed, $2 }'
}`;

/**
 * Prints every receipt, the state of every job, the formats of the history entries, and the newest entry. Ends the script
 * if any of them cannot be listed. `stored DIRECTORY TEST...`: lists files, a second time if one vanished meanwhile.
 */
const STORED = `stored() {
  [ -d "$1" ] || inspect "$1" %f
  case $? in 0) ;; 1) return 0 ;; *) return 1 ;; esac
  found=$(find "$@" 2>/dev/null) || found=$(find "$@") || return
  printf '%s' "$found"
}
list=$(stored ${RECEIPTS} -type f ! -name '.*') || exit
[ -z "$list" ] || printf '%s\\n' "$list" | while read -r path; do
  mark receipt "\${path#${RECEIPTS}/}"; text "$path"
done
list=$(stored ${JOBS} -type f -name started) || exit
[ -z "$list" ] || printf '%s\\n' "$list" | while read -r path; do
  directory=\${path%/started}
  mark job "\${directory#${JOBS}/}"; job_state "$directory"
done
[ -f ${HISTORY} ] || inspect ${HISTORY} %f
case $? in
  0) list=$(awk '
      match($0, /^{"v":[0-9]+/) { formats[substr($0, 6, RLENGTH - 5)] }
      { newest = $0 }
      END { print newest; for (format in formats) print format }' ${HISTORY}) || exit
    mark last-entry; printf '%s\\n' "\${list%%"$line_end"*}"
    mark history
    case $list in *"$line_end"*) printf '%s\\n' "\${list#*"$line_end"}" ;; esac ;;
  1) ;;
  *) exit 1 ;;
esac`;

/** `locked FILE`: prints a lock under the mark `lock`, or nothing if there is none. */
const LOCKED = `locked() {
  inspect "$1" %f
  case $? in 0) mark lock; show_lock "$1" ;; 1) ;; *) exit 1 ;; esac
}`;

/**
 * Reads everything in the request, without what is known, and changes nothing. Sections are named after their subject.
 */
export function surveyRequest(ask: SurveyRequest, login: string, known?: KnownFacts): Request {
  const functions = [NOW, TEXT, RUN, INSPECT, FILE, JOB_STATE, SHOW_LOCK, LOCKED];
  const text = join([...functions, ...(known ? [] : factLines(ask)), ...stateLines(ask, login)]);
  const commands = ask.guards.map(({ command }) => command);
  return { ...text, what: 'the survey', ...withCommands(LIMITS.survey, commands) };
}

/** Lines that read facts and obstacles. */
function factLines(ask: SurveyRequest): readonly string[] {
  return [
    ...[FACTS, DISKS, LOOK, ...obstacleLines(ask.directories)],
    calling('disks', ask.disks),
    'mark names',
    ...ask.names.map((name) => `look ${quote(name)} &`),
    'wait',
    ...versionLines(ask.packages ?? []),
  ];
}

/** Lines that read the rest of a survey. */
function stateLines(ask: SurveyRequest, login: string): Parameters<typeof join>[0] {
  const lock = quote(lockFile(ask.cluster));
  return [
    calling(
      'files',
      ask.files.map(({ path }) => path),
    ),
    ...ask.files.flatMap(({ path, marker }) =>
      marker === undefined ? [] : [`mark block ${quote(path)}; block ${quote(path)} ${quote(marker)}`],
    ),
    ...ask.paths.map((path) => `mark path ${quote(path)}; presence ${quote(path)}`),
    STORED,
    `locked ${lock}`,
    ...ask.guards.flatMap(({ id, command }) => [
      `mark guard ${quote(id)}`,
      commandScript(command, login),
      'mark exit "$?"',
    ]),
    `mark ${COMPLETE}`,
  ];
}

/** A line that calls a function with these paths. */
function calling(name: string, paths: readonly AbsolutePath[]): string {
  return paths.length === 0 ? '' : [name, ...paths.map(quote)].join(' ');
}

function versionLines(packages: readonly string[]): readonly string[] {
  return packages.length === 0 ? [] : [VERSIONS, `mark versions; versions ${packages.map(quote).join(' ')}`];
}

/** Runs read-only commands. The output of each command is a section, and a section `exit CODE` follows it. */
export function queryRequest(commands: readonly Command[], login: string): Request {
  const calls = commands.flatMap((command) => [
    'mark asked',
    commandScript(command, login),
    'mark exit "$?"',
  ]);
  const what = commands.map(quotedCommand).join(', ');
  return { ...join([RUN, ...calls]), what, ...withCommands(LIMITS.script, commands) };
}

/** Prints the mark `file` and the end of a file, or the mark `absent`. */
export function readRequest(path: AbsolutePath, tailBytes: number): Request {
  const file = quote(path);
  const tail = script(`${INSPECT}
inspect ${file} %f
case $? in
  0) mark file; tail -c ${tailBytes} -- ${file} || exit ;;
  1) mark absent ;;
  *) exit 1 ;;
esac
mark ${COMPLETE}`);
  return { ...tail, what: `reading ${path}`, limitMs: LIMITS.script };
}
