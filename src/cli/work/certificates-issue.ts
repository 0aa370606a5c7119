import { EXIT } from '../../errors/errors.ts';
import { loadInventory } from '../../inventory/load.ts';
import { count } from '../../report/text.ts';
import { keysOf } from '../../secrets/keys.ts';
import { caKeyIn } from '../ca-key.ts';
import type { ArgsOf, Work } from '../command.ts';
import { issueMissing } from '../issuing.ts';
import { writtenReport } from '../written.ts';
import type { RENEWING, REPORTING } from '../options.ts';
import { unlock } from '../prompt.ts';

type Args = ArgsOf<typeof REPORTING & typeof RENEWING>;

export const issueCertificates: Work<Args> = async ({ inventory: path, output, renew }, { io, clock }) => {
  const { cluster, tlsDirectory: directory, secretsSource } = await loadInventory(path, io.env);
  const keys = keysOf(secretsSource.keys, unlock(io));
  const report = writtenReport(io, output);
  const { issued, kept } = await issueMissing({
    cluster,
    directory,
    now: clock.now(),
    renew,
    caKey: caKeyIn(directory, keys, secretsSource.all),
    wrote: report.wrote,
  });
  report.finish(`${directory}: ${count(issued, 'certificate')} issued, ${kept} kept`, { directory, kept });
  return EXIT.done;
};
