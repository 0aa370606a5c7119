import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff';
import type { StructuredPatchHunk } from 'diff';

const CONTEXT_LINES = 3;

/** Limits the time and memory of a comparison. Texts that differ in more lines are shown as replaced. */
const MAX_CHANGED_LINES = 2000;

/**
 * Compares two texts by line as a unified diff without file headers. Returns no lines if the texts are equal. A
 * missing final newline is not a difference.
 */
export function unifiedDiff(before: string, after: string): readonly string[] {
  const [old, next] = [withFinalNewline(before), withFinalNewline(after)];
  const patch = structuredPatch('', '', old, next, undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: MAX_CHANGED_LINES,
  });
  const hunks = patch ? patch.hunks : [replacement(linesOf(old), linesOf(next))];
  return hunks.length === 0 ? [] : linesOf(formatPatch({ ...NO_FILES, hunks }, OMIT_HEADERS));
}

const NO_FILES = {
  oldFileName: undefined,
  newFileName: undefined,
  oldHeader: undefined,
  newHeader: undefined,
};

function withFinalNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

function replacement(before: readonly string[], after: readonly string[]): StructuredPatchHunk {
  return {
    ...{ oldStart: 1, oldLines: before.length, newStart: 1, newLines: after.length },
    lines: [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)],
  };
}
