import { join } from 'node:path';
import { createCertificateDirectory } from '../../certificates/read/directory.ts';
import { inspectCertificates } from '../../certificates/read/inspect.ts';
import type { InspectedPair } from '../../certificates/read/inspect.ts';
import { createRequest } from '../../certificates/issue/issue.ts';
import { reasonToIssue } from '../../certificates/issue/reason-to-issue.ts';
import { EXIT } from '../../errors/errors.ts';
import { certificateSource } from '../../inventory/resolve/certificate-source.ts';
import { loadInventory } from '../../inventory/load.ts';
import { count } from '../../report/text.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { RENEW_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';
import { writtenReport } from '../terminal/written-report.ts';

type CsrArguments = ArgumentsOf<typeof OUTPUT_FLAGS & typeof RENEW_FLAGS>;

/** Creates keys and signing requests. Keeps existing keys, because their certificates may be in use. */
export const requestCertificates: CommandHandler<CsrArguments> = async (
  { inventory: path, output, renew, dryRun },
  { io, clock },
) => {
  const inventory = await loadInventory(path, io.env);
  const { cluster, tlsDirectory: directory } = inventory;
  if (!dryRun) await createCertificateDirectory(directory);
  const { pairs } = await inspectCertificates(cluster, {
    ...certificateSource(inventory),
    now: clock.now(),
  });
  const report = writtenReport(io, { output, dryRun });
  let made = 0;
  for (const one of pairs) {
    const why = reasonToIssue(one, { renew });
    if (why === undefined) continue;
    if (!dryRun) await writeRequest(one, directory);
    report.wrote(`${one.pair.file}.csr`, why);
    made++;
  }
  const next =
    made === 0
      ? ''
      : `\nNext: have the requests signed, then import the certificates; usage: quorate certificates import ${path} FILES`;
  const summary = `${directory}: ${count(made, 'request')}, ${pairs.length - made} certificates still valid${next}`;
  report.finish(summary, { directory, kept: pairs.length - made });
  return EXIT.done;
};

async function writeRequest(one: InspectedPair, directory: string): Promise<void> {
  const { file, request, key } = await createRequest(one);
  const place = join(directory, file);
  if (key) await writePrivateFile(`${place}.key`, key.reveal());
  await writePrivateFile(`${place}.csr`, request);
}
