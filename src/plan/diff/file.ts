import { X509Certificate } from 'node:crypto';
import type { FileForecast } from '../../model/plan/forecast.ts';
import type { Word } from '../../model/host/command.ts';
import { reveal, Secret } from '../../model/secret.ts';
import type { FileSpec } from '../../model/plan/step.ts';
import type { FileState } from '../../transport/port.ts';
import { sha256 } from '../digest.ts';
import { maskOpaqueWords, maskSecretLine } from './suspect.ts';
import { unifiedDiff } from './unified.ts';
import { maskedYaml } from './yaml.ts';

/** Larger files are not read, and their differences not shown. */
export const MAX_DIFF_BYTES = 128 * 1024;

/**
 * Describes what would happen to one file, without any secret. Content that may hold secrets is compared by its
 * structure. Without a structure, only the fact that it differs is reported.
 * @param current the file's text on the host; undefined if it was not read
 */
export function fileForecast(
  spec: FileSpec,
  state: FileState | undefined,
  current: string | undefined,
): FileForecast {
  const { path, want } = spec;
  if (want === 'absent') return { path, change: 'removed', notes: [], diff: [] };
  const exists = state?.kind === 'file' && !('block' in want && state.block === undefined);
  const change = exists ? 'changed' : 'new';
  const attributes = exists ? attributeNotes(spec, state) : [];
  if (!exists) return { path, change, ...content(want, '') };
  if (isSame(want, state)) return { path, change, notes: attributes, diff: [] };
  if (current === undefined) return { path, change, notes: [...attributes, unread(want, state)], diff: [] };
  const { notes, diff } = content(want, current);
  return { path, change, notes: [...attributes, ...notes], diff };
}

/** True if the current text is needed to describe the change of a file. */
export function needsText({ want }: FileSpec, state: FileState | undefined): boolean {
  if (want === 'absent' || state?.kind !== 'file' || state.size > MAX_DIFF_BYTES || isSame(want, state))
    return false;
  return 'block' in want || !isKey(want.whole);
}

type Want = Exclude<FileSpec['want'], 'absent'>;
type Content = Pick<FileForecast, 'notes' | 'diff'>;

function isSame(want: Want, state: FileState): boolean {
  return 'whole' in want && sha256(want.whole) === state.sha256;
}

const PEM = '-----BEGIN';
const KEY = 'PRIVATE KEY';

function isKey(word: Word): boolean {
  return reveal(word).includes(KEY);
}

function attributeNotes({ mode, owner }: FileSpec, state: FileState): readonly string[] {
  const octal = (bits: number) => bits.toString(8).padStart(4, '0');
  return [
    ...(state.mode === mode ? [] : [`mode ${octal(state.mode)}, wanted ${octal(mode)}`]),
    ...(state.owner === owner ? [] : [`owner ${state.owner}, wanted ${owner}`]),
  ];
}

function unread(want: Want, { size }: FileState): string {
  if ('whole' in want && isKey(want.whole)) return keyNote(want.whole);
  return size > MAX_DIFF_BYTES
    ? `different content of ${size} bytes, too large to compare`
    : 'different content';
}

function keyNote(word: Word): string {
  return reveal(word).includes('BEGIN CERTIFICATE') ? 'certificate and private key' : 'private key';
}

function content(want: Want, current: string): Content {
  if ('block' in want) return plain(blockOf(current, want.marker), reveal(want.block));
  const { whole } = want;
  if (isKey(whole)) return { notes: [keyNote(whole)], diff: [] };
  return whole instanceof Secret ? masked(whole, current) : open(whole, current);
}

/** Compares files with secrets as YAML, because only the structure shows which values to mask. */
function masked(whole: Secret, current: string): Content {
  const pair = maskedYaml(current === '' ? '{}' : current, whole);
  if (!pair) return { notes: ['content is secret'], diff: [] };
  const diff = unifiedDiff(current === '' ? '' : pair.before, pair.after);
  return { notes: diff.length === 0 ? ['only comments or formatting differ'] : [], diff };
}

function open(whole: string, current: string): Content {
  if (current.includes(KEY)) return { notes: ['contains a private key and should not'], diff: [] };
  return whole.includes(PEM) ? { notes: [certificateNote(whole, current)], diff: [] } : plain(current, whole);
}

function plain(before: string, after: string): Content {
  const diff = unifiedDiff(before, after).map((line) => maskOpaqueWords(maskSecretLine(line), after));
  return { notes: [], diff };
}

function certificateNote(wanted: string, current: string): string {
  const [now, next] = [certificateWords(current), certificateWords(wanted)];
  if (!now) return `certificate ${next ?? ''}`.trimEnd();
  return now === next
    ? `different certificate ${now}`
    : `certificate ${now}, wanted ${next ?? 'a different one'}`;
}

/** Subject and expiry of the certificate; of the first one in a bundle. */
function certificateWords(pem: string): string | undefined {
  try {
    const { subject, validTo } = new X509Certificate(pem);
    return `${subject.replaceAll('\n', ', ')} until ${new Date(validTo).toISOString().slice(0, 10)}`;
  } catch {
    return undefined;
  }
}

/** Returns the lines of a marked block. The transport writes its first and last line, which end in the marker. */
function blockOf(text: string, marker: string): string {
  const lines = text.split('\n');
  const edge = (word: string) =>
    lines.findIndex((line) => line.startsWith(`# ${word} `) && line.endsWith(` ${marker}`));
  const [from, to] = [edge('BEGIN'), edge('END')];
  if (from === -1 || to < from) return '';
  return lines
    .slice(from + 1, to)
    .map((line) => `${line}\n`)
    .join('');
}
