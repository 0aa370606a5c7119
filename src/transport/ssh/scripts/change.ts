import type { HostChange } from '../../port.ts';
import { HISTORY, HISTORY_KEPT, JOBS, jobsOfRole, RECEIPTS } from '../../../model/stored-formats.ts';
import { reveal } from '../../../model/secret.ts';
import { quote } from '../quote.ts';
import { quotedCommand, runCall, commandScript } from './command.ts';
import { fenceText } from './fence.ts';
import type { Fence } from './fence.ts';
import { ENTER, FRESH, NOW, PARENTS, WRITE_RECEIPT, REMEMBER, RUN, SETTLE, STORE } from './functions.ts';
import { commandsOf, LIMITS, withCommands } from './limits.ts';
import { inside } from './paths.ts';
import { join, script } from './script.ts';
import type { Request, Script } from './script.ts';

/**
 * `embed PATH MARKER LENGTH`: writes the file $base to $new, with the lines between its marks replaced, or with the
 * block appended if it has no marks. Fails if the file has marks that are not one pair, because the text after a lone
 * begin mark would be lost.
 */
const EMBED = `embed() {
  old=/dev/null begin="# BEGIN quorate $2" end="# END quorate $2"
  [ ! -e "$base" ] || old=./$base
  export begin end
  awk '$0 == ENVIRON["begin"] { b++ } $0 == ENVIRON["end"] { e++; if (e > b) bad = 1 }
    END { exit bad || b != e || b > 1 }' "$old" || {
    echo "$1: the lines '$begin' and '$end' are not one pair: correct the file by hand" >&2; return 1; }
  {
    awk '$0 == ENVIRON["begin"] { exit } { print }' "$old"
    printf '%s\\n' "$begin"
    take "$3"
    printf '%s\\n' "$end"
    awk 'past { print } $0 == ENVIRON["end"] { past = 1 }' "$old"
  } | dd of="$new" conv=fsync status=none
}`;

/** Checks that this run still holds the lock, then makes one change after another. Stops at the first failure. */
export function changeRequest(changes: readonly HostChange[], login: string, fence?: Fence): Request {
  return {
    ...join([
      fenceText(fence),
      ...[NOW, PARENTS, ENTER, RUN, FRESH, STORE, SETTLE, WRITE_RECEIPT, REMEMBER, EMBED],
      ...changes.map((change) => step(oneChange(change, login))),
    ]),
    what: changes.map(describeChange).join(', '),
    ...withCommands(LIMITS.script, commandsOf(changes)),
  };
}

function describeChange(change: HostChange): string {
  switch (change.kind) {
    case 'run':
      return quotedCommand(change.command);
    case 'write':
    case 'remove':
      return `${change.kind} ${change.path}`;
    case 'receipt':
      return `receipt ${change.name}`;
    case 'history':
    case 'forget':
      return change.kind;
  }
}

function step({ text, payload }: Script): Script {
  return script(
    `mark change\n(\n${text}\n)\ncode=$?\nmark done "$code"\n[ "$code" = 0 ] || exit 0`,
    ...payload,
  );
}

function oneChange(change: HostChange, login: string): Script {
  switch (change.kind) {
    case 'write':
      return write(change, login);
    case 'remove':
      return script(removal(change.path));
    case 'receipt': {
      const bytes = unclosed(change.receipt);
      return script(`receipt ${quote(inside(RECEIPTS, change.name))} ${bytes.length}`, bytes);
    }
    case 'history': {
      const bytes = unclosed(change.entry);
      return script(`history ${quote(HISTORY)} ${HISTORY_KEPT} ${bytes.length}`, bytes);
    }
    case 'forget':
      return script(`rm -rf -- ${[...change.directories, ...storedBy(change)].map(quote).join(' ')}`);
    case 'run':
      return commandScript(change.command, login);
  }
}

function storedBy({ only }: Extract<HostChange, { kind: 'forget' }>): readonly string[] {
  if (!only) return [RECEIPTS, JOBS];
  return [inside(RECEIPTS, only), ...jobsOfRole(only).map((job) => inside(JOBS, job))];
}

function write(
  { path, mode, owner, content, check }: Extract<HostChange, { kind: 'write' }>,
  login: string,
): Script {
  const to = quote(path);
  const [text, fill] =
    'whole' in content
      ? [reveal(content.whole), (length: number) => `store ${length} "$new"`]
      : [lines(reveal(content.block)), (length: number) => `embed ${to} ${quote(content.marker)} ${length}`];
  const bytes = Buffer.from(text, 'utf8');
  const steps = [
    `fresh ${to}`,
    fill(bytes.length),
    ...(check ? [`${runCall(check, login)} </dev/null`] : []),
    `settle ${to} ${mode.toString(8).padStart(4, '0')} ${quote(owner)}`,
  ];
  return script(steps.join(' &&\n  '), bytes);
}

/** Removes a file. Does nothing if its directory does not exist, because `enter` would create the directory. */
function removal(path: string): string {
  return `path=${quote(path)}\n[ ! -d "\${path%/*}/" ] || { enter "$path" && rm -f -- "$base"; }`;
}

/** Adds a newline to a block, so that its end mark is on its own line. */
function lines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/**
 * An object as JSON without its last brace. The shell functions `receipt` and `history` append the host's time and the
 * brace. The object contains no secrets.
 */
export function unclosed(object: object): Buffer {
  return Buffer.from(JSON.stringify(object).slice(0, -1), 'utf8');
}
