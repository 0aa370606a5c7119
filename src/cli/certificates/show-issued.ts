import { CA_FILES } from '../../certificates/read/inspect.ts';
import { statusLine } from '../terminal/status-line.ts';
import type { Io } from '../terminal/io.ts';

const isOfCa = (file: string) => Object.values(CA_FILES).some((ca) => ca.file === file);

/** Shows on a terminal how many certificates are issued, because a key takes up to a second. */
export function showIssued(io: Io): {
  readonly began: (due: number) => void;
  readonly wrote: (file: string) => void;
  readonly stop: () => void;
} {
  const counts = { due: 0, issued: 0 };
  const line = () => `generating keys and certificates: ${counts.issued} of ${counts.due}`;
  const status = statusLine(io, (width) => (counts.due > 0 ? line().slice(0, width) : undefined));
  return {
    began: (due) => void (counts.due = due),
    wrote: (file) => void (counts.issued += isOfCa(file) ? 0 : 1),
    stop: status.stop,
  };
}
