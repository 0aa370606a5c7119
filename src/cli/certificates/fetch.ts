import { textIfReadable } from '../../errors/local-file.ts';
import { fetchChain } from '../../certificates/fetch/fetch.ts';
import type { TlsServer } from '../../certificates/fetch/fetch.ts';
import { describeChain } from '../../certificates/fetch/fetched-chain.ts';
import type { FetchedChain } from '../../certificates/fetch/fetched-chain.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { formatDuration, SECOND } from '../../model/duration.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { CommandHandler } from '../arguments/command.ts';
import type { Edges } from '../program-environment.ts';
import { chainText } from './fetched-text.ts';
import type { FETCH_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';
import { parseServerArgument } from './server-argument.ts';
import { NOTHING_WRITTEN } from '../terminal/written-report.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { whileShowing } from '../terminal/status-line.ts';
import { inOrder, manual, runAgain } from '../../model/next-step.ts';

type ServerPositional = { readonly server: { readonly describe: string } };
type FetchArguments = ArgumentsOf<typeof OUTPUT_FLAGS & typeof FETCH_FLAGS, ServerPositional>;

const TIMEOUT = 10 * SECOND;

/** Prints the certificates of a server. Saves its CA only if the operator confirms it. */
export const fetchCertificates: CommandHandler<FetchArguments> = async (args, edges) => {
  const { io, clock } = edges;
  const server = parseServerArgument(args.server);
  const fetching = fetchChain(server, TIMEOUT, args.postgres ? 'postgres' : undefined);
  const waiting = `waiting for ${server.endpoint}, at most ${formatDuration(TIMEOUT)} for each attempt`;
  const { greeting, chain: sent } = await whileShowing(io, waiting, fetching);
  const chain = describeChain(sent, clock.now());
  if (args.output !== 'json') {
    io.stdout.write(`${chainText(server, greeting, chain).join('\n')}\n\n`);
    io.stdout.write(`${(await saveAuthority(args, { server, chain, edges })).line}\n`);
    return EXIT.done;
  }
  const { ca: authority, ...shown } = chain;
  const answer = {
    server: server.endpoint,
    greeting,
    verified: false,
    ...shown,
    authority: authority?.fingerprints ?? [],
  };
  const print = (written: string | null) => void io.stdout.write(`${jsonOutput({ ...answer, written })}\n`);
  try {
    print((await saveAuthority(args, { server, chain, edges })).written);
  } catch (error) {
    print(null);
    throw error;
  }
  return EXIT.done;
};

interface Fetched {
  readonly server: TlsServer;
  readonly chain: FetchedChain;
  readonly edges: Edges;
}

interface SaveResult {
  /** The file that now contains the CA. */
  readonly written: string | null;
  readonly line: string;
}

/** Saves the CA if `--to` was given. @throws UsageError if it cannot be saved */
async function saveAuthority(args: FetchArguments, { server, chain, edges }: Fetched): Promise<SaveResult> {
  const { to, yes, output, dryRun } = args;
  const { ca: authority, lacks: lacks = '' } = chain;
  if (to === undefined) {
    return {
      written: null,
      line: authority ? commandToSave(args, server) : `Nothing was written; ${askOwner(server)}.`,
    };
  }
  if (!authority) throw refusal(to, `no CA to write: ${lacks}`, askOwner(server));
  const before = await textIfReadable(to);
  if (before === authority.pem) return { written: to, line: `${to} already contains this CA.` };
  if (before !== undefined && yes)
    throw refusal(to, 'already exists with other content', 'move or rename this file, or choose another one');
  if (dryRun) return { written: null, line: `${to}: would be written. ${NOTHING_WRITTEN}` };
  const question =
    before === undefined ? `Write this CA to ${to} and trust it?` : `Replace the content of ${to}?`;
  if (!yes && !(await agreed(question, output, edges)))
    return { written: null, line: 'Nothing was written.' };
  await writePrivateFile(to, authority.pem);
  return { written: to, line: `${to}: written; set it as \`ca\` under \`external\` in the inventory.` };
}

/** The command that saves the CA after the operator has compared the SHA-256. */
const commandToSave = ({ server, postgres }: FetchArguments, { address }: TlsServer): string => {
  const file = `${address.replaceAll(':', '-')}-ca.crt`;
  return `Nothing was written. After comparing the SHA-256, save the CA with:\n  quorate certificates fetch ${server}${postgres ? ' --postgres' : ''} --to ${file}`;
};

const askOwner = ({ endpoint: at }: TlsServer): string => `ask the operator of ${at} for the CA`;

/** Asks the operator to confirm. @throws UsageError without a terminal, or with another output than `auto` */
async function agreed(question: string, output: FetchArguments['output'], { io }: Edges): Promise<boolean> {
  if (output !== 'auto' || !io.stdin.isTTY || !io.stdout.isTTY)
    throw new UsageError([
      {
        what: 'cannot ask for confirmation of this CA; nothing was written',
        next: inOrder(
          manual('compare the SHA-256 with the operator of the server'),
          runAgain({ with: '--yes' }),
        ),
      },
    ]);
  const { askYes } = await import('../init/questions.ts');
  return askYes(question, io);
}

function refusal(where: string, what: string, next: string): UsageError {
  return new UsageError([{ where, what, next }]);
}
