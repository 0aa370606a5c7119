import type { Word } from '../../model/host/command.ts';
import type { AbsolutePath } from '../../model/names.ts';
import type { FileSpec, Inputs } from '../../model/plan/step.ts';
import { reveal } from '../../model/secret.ts';
import { FORMAT } from '../../model/stored-formats.ts';
import type { FileState } from '../../transport/port.ts';
import { sha256 } from '../digest.ts';
import type { PredictedReceipt } from './step-state.ts';

/** Returns the state of a file after the step that writes or removes it. */
export function predictedFile(spec: FileSpec): FileState {
  const { path, want } = spec;
  if (want === 'absent') return { path, kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' };
  return 'block' in want ? new FileWithBlock(spec, want.block) : new WholeFile(spec, want.whole);
}

/** A file that an earlier step will write. Its size and digest are computed only if a later step reads them, which few do. */
class WrittenFile {
  readonly path: AbsolutePath;
  readonly kind = 'file';
  readonly mode: number;
  readonly owner: string;
  protected readonly word: Word;

  constructor({ path, mode, owner }: FileSpec, word: Word) {
    [this.path, this.mode, this.owner, this.word] = [path, mode, owner, word];
  }

  get size(): number {
    return Buffer.byteLength(reveal(this.word));
  }
}

class WholeFile extends WrittenFile {
  get sha256(): string {
    return sha256(this.word);
  }
}

class FileWithBlock extends WrittenFile {
  readonly sha256 = '';

  get block(): string {
    return sha256(this.word);
  }
}

/** A predicted receipt has neither a time nor a run. */
export const WRITTEN_BY_STEP = { v: FORMAT, at: 0, run: '' } as const;

/** A receipt that an earlier step will write. Keyed digests take most of the time, and few later steps read them. */
abstract class WrittenReceipt {
  readonly v = WRITTEN_BY_STEP.v;
  readonly at = WRITTEN_BY_STEP.at;
  readonly run = WRITTEN_BY_STEP.run;
  abstract get inputs(): Inputs;
}

export class ReceiptOfSettings extends WrittenReceipt implements PredictedReceipt {
  readonly settings: Inputs;
  readonly #keyed: () => Inputs;

  constructor(settings: Inputs, keyed: () => Inputs) {
    super();
    [this.settings, this.#keyed] = [settings, keyed];
  }

  get inputs(): Inputs {
    return this.#keyed();
  }
}

export class ReceiptOfContent extends WrittenReceipt {
  readonly #content: () => string;

  constructor(content: () => string) {
    super();
    this.#content = content;
  }

  get inputs(): Inputs {
    return { content: this.#content() };
  }
}
