import { readFile } from 'node:fs/promises';
import { fetchChain } from '../../certificates/fetch/fetch.ts';
import type { TlsServer } from '../../certificates/fetch/fetch.ts';
import { describeChain } from '../../certificates/fetch/fetched-chain.ts';
import type { FetchedChain } from '../../certificates/fetch/fetched-chain.ts';
import { EXIT, UsageError } from '../../errors/errors.ts';
import { SECOND } from '../../model/duration.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { Work } from '../arguments/command.ts';
import type { Edges } from '../edges.ts';
import { chainText } from './fetched-text.ts';
import type { FETCH_FLAGS, OUTPUT_FLAGS } from '../arguments/flags.ts';
import { parseServerArgument } from './server-argument.ts';
import { jsonOutput } from '../terminal/json-output.ts';

type Words = { readonly server: { readonly describe: string } };
type Args = ArgumentsOf<typeof OUTPUT_FLAGS & typeof FETCH_FLAGS, Words>;

const PATIENCE = 10 * SECOND;

/** Shows what a server shows, and writes its CA only for who has said yes to it. */
export const fetchCertificates: Work<Args> = async (args, edges) => {
  const { io, clock } = edges;
  const server = parseServerArgument(args.server);
  const { greeting, chain: sent } = await fetchChain(
    server,
    PATIENCE,
    args.postgres ? 'postgres' : undefined,
  );
  const chain = describeChain(sent, clock.now());
  if (args.output !== 'json') {
    io.stdout.write(`${chainText(server, greeting, chain).join('\n')}\n\n`);
    io.stdout.write(`${(await keep(args, { server, chain, edges })).line}\n`);
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
    print((await keep(args, { server, chain, edges })).written);
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

interface Kept {
  /** The file that holds the CA now. */
  readonly written: string | null;
  readonly line: string;
}

/** @throws UsageError when the CA was to be kept, and is not */
async function keep(args: Args, { server, chain, edges }: Fetched): Promise<Kept> {
  const { to, yes, output } = args;
  const { ca: authority, lacks: lacks = '' } = chain;
  if (to === undefined) {
    return { written: null, line: authority ? keepLater(args) : `Nothing is written: ${askOwner(server)}.` };
  }
  if (!authority) throw refusal(to, `there is no CA to write: ${lacks}`, askOwner(server));
  const before = await readFile(to, 'utf8').catch(() => undefined);
  if (before === authority.pem) return { written: to, line: `${to} holds this CA already.` };
  if (before !== undefined && yes)
    throw refusal(to, 'it is there already, and holds something else', 'move it away, or name another file');
  const question =
    before === undefined ? `Write this CA to ${to}, and trust it?` : `Replace what is in ${to}?`;
  if (!yes && !(await agreed(question, output, edges))) return { written: null, line: 'Nothing is written.' };
  await writePrivateFile(to, authority.pem);
  return { written: to, line: `${to} is written: name it as \`ca\` below \`external\` in the inventory.` };
}

/** The command that keeps the CA, once the SHA-256 is compared. */
const keepLater = ({ server, postgres }: Args): string =>
  `Nothing is written. Once the SHA-256 is compared, this keeps the CA:\n  quorate certificates fetch ${server}${postgres ? ' --postgres' : ''} --to FILE`;

const askOwner = ({ endpoint: at }: TlsServer): string => `ask whoever runs ${at} for their CA`;

/** @throws UsageError where nobody can be asked */
async function agreed(question: string, output: Args['output'], { io }: Edges): Promise<boolean> {
  if (output !== 'auto' || !io.stdin.isTTY || !io.stdout.isTTY)
    throw new UsageError([
      {
        what: 'nothing is written: nobody is there to say that this CA is the right one',
        next: 'compare the SHA-256 with whoever runs the server, then add --yes',
      },
    ]);
  const { askYes } = await import('../init/questions.ts');
  return askYes(question, io);
}

function refusal(where: string, what: string, next: string): UsageError {
  return new UsageError([{ where, what, next }]);
}
