import type { Answer } from '../../../model/health/gate.ts';
import type { Outcome } from '../../port.ts';
import { COMPLETE } from '../scripts/script.ts';
import type { Section } from '../worker/frame.ts';
import { Malformed } from '../worker/no-response.ts';
import type { Reply } from '../worker/response.ts';
import { outOf } from '../worker/text.ts';

type Exited = Extract<Answer, { kind: 'exited' }>;

/**
 * Reads the answers of commands: each section of output is followed by `exit CODE`.
 * @throws Malformed unless all commands have an answer
 */
export function readExits(sections: readonly Section[], commands: number): readonly Exited[] {
  const exits = sections.flatMap((section, i): readonly Exited[] => {
    if (!section.head.startsWith('exit ')) return [];
    const ran = sections[i - 1];
    const stderr = ran?.err.toString('utf8') ?? '';
    return [{ kind: 'exited', code: exitCode(section.head, 'exit'), stdout: outOf(ran), stderr }];
  });
  if (exits.length !== commands) throw new Malformed(`answers of ${exits.length} of ${commands} commands`);
  return exits;
}

/** Reads the exit code in a mark, such as `exit 1`. @throws Malformed */
function exitCode(head: string, kind: string): number {
  const code = head.slice(kind.length + 1);
  if (!/^\d{1,3}$/.test(code)) throw new Malformed(`no exit code in the mark "${head}"`);
  return Number(code);
}

/**
 * Reads the outcomes of changes: each section of output is followed by `done CODE`.
 * @throws Malformed if the script stopped before the last change, and none failed
 */
export function readOutcomes({ sections }: Reply, changes: number): readonly Outcome[] {
  const outcomes = sections.flatMap((section, i) => {
    if (!section.head.startsWith('done ')) return [];
    const code = exitCode(section.head, 'done');
    const did = sections[i - 1];
    return { ok: code === 0, code, stdout: outOf(did), stderr: did?.err.toString('utf8') ?? '' };
  });
  const failed = outcomes.findIndex(({ ok }) => !ok);
  if (outcomes.length !== (failed < 0 ? changes : failed + 1))
    throw new Malformed(`outcomes of ${outcomes.length} of ${changes} changes`);
  return outcomes;
}

/** @throws Malformed unless the script did all of its work */
export function checkComplete({ code, sections }: Reply): void {
  if (code !== 0) throw new Malformed(`exit code ${code}`);
  if (sections.at(-1)?.head !== COMPLETE) throw new Malformed(`no section "${COMPLETE}" at the end`);
}

/** @throws Malformed if the response is incomplete, or has more text than the script sends */
export function readTail(reply: Reply, tailBytes: number): string | undefined {
  checkComplete(reply);
  const [file] = reply.sections;
  if (file?.head === 'absent') return undefined;
  if (file?.head !== 'file') throw new Malformed('no section "file"');
  if (file.out.length > tailBytes) throw new Malformed(`more than ${tailBytes} bytes`);
  return outOf(file);
}
