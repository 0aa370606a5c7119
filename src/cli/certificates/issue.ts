import { EXIT } from '../../errors/errors.ts';
import { certificateSource } from '../../inventory/resolve/certificate-source.ts';
import { loadInventory } from '../../inventory/load.ts';
import { count, warningText } from '../../report/text.ts';
import { keysOf } from '../../secrets/files/keys.ts';
import { caKeyIn, etcdCaKeyIn } from './ca-key.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import { issueMissing, reportDue } from './issue-missing.ts';
import { writtenReport } from '../terminal/written-report.ts';
import type { RENEW_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';
import { passphraseInput } from '../terminal/prompt.ts';

type IssueArguments = ArgumentsOf<typeof OUTPUT_FLAGS & typeof RENEW_FLAGS>;

export const issueCertificates: CommandHandler<IssueArguments> = async (
  { inventory: path, output, renew, dryRun },
  { io, clock },
) => {
  const inventory = await loadInventory(path, io.env);
  const { cluster, tlsDirectory: directory, secretsSource } = inventory;
  const keys = keysOf(secretsSource.keys, passphraseInput(io));
  const report = writtenReport(io, { output, dryRun });
  const issuing = {
    ...certificateSource(inventory),
    cluster,
    now: clock.now(),
    renew,
    caKey: caKeyIn(directory, keys, secretsSource.shared),
    etcdCaKey: etcdCaKeyIn(directory, keys, secretsSource.shared),
    wrote: report.wrote,
  };
  const { issued, kept, requests } = await (dryRun ? reportDue(issuing) : issueMissing(issuing));
  if (requests.length > 0) io.stderr.write(`${stillRequested(requests)}\n`);
  const summary = `${directory}: ${count(issued, 'certificate')} issued, ${kept} kept`;
  report.finish(summary, { directory, kept, requests });
  return EXIT.done;
};

/** Warns about requests to another CA: its certificates would replace those that were just issued. */
function stillRequested(requests: readonly string[]): string {
  const which = requests.length > 3 ? count(requests.length, 'request') : requests.join(', ');
  return warningText(`${which} for another CA still exist; delete those that you do not want signed`);
}
