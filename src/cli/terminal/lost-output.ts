import { EXIT } from '../../errors/errors.ts';
import { renderProblem } from '../../report/problems.ts';
import { inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';

type Stream = NodeJS.WritableStream;

/**
 * Watches the output of the process. A lost output does not stop a command that is changing hosts; `exitCode` reports the
 * loss at the end. A reader that closes its pipe (`quorate plan | head`) has what it wanted, so that is not a loss.
 */
export function watchOutput({ stdout, stderr }: { readonly stdout: Stream; readonly stderr: Stream }): {
  /** Reports the loss on stderr, if that is not lost too. @returns 8 for a lost output, unless the command failed */
  readonly exitCode: (code: number) => number;
} {
  let lost: NodeJS.ErrnoException | undefined;
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') lost ??= error;
    });
  const exitCode = (code: number) => {
    if (!lost) return code;
    stderr.write(`${renderProblem(lostOutput(lost)).join('\n')}\n`);
    return code === EXIT.done || code === EXIT.somethingToDo ? EXIT.output : code;
  };
  return { exitCode };
}

const lostOutput = ({ message }: Error) => ({
  what: `a part of the output could not be written: ${message}`,
  next: inOrder(manual('free space where the output goes'), RUN_AGAIN),
});
