/**
 * Runs a command of the program, repeats each of its queries of a host alone, and prints the slowest response:
 * `slowest-response.ts COMMAND…`
 */
import { setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import { processEdges } from '../../src/cli/program-environment.ts';
import { sshTransport } from '../../src/transport/ssh/transport.ts';
import { recordingTransport, type RecordingTransport } from './recording-transport.ts';

setMaxListeners(0);
const edges = processEdges();
const transports: RecordingTransport[] = [];
const code = await main(process.argv.slice(2), {
  ...edges,
  io: { ...edges.io, stdout: new PassThrough().resume() },
  transport: async (options) => {
    const transport = recordingTransport(sshTransport(options));
    transports.push(transport);
    return transport;
  },
});
const responses = (await Promise.all(transports.map((transport) => transport.repeatAll()))).flat();
const [slowest] = responses.sort((a, b) => b.ms - a.ms);
process.stdout.write(`slowest ${slowest?.ms.toFixed(1)} ${slowest?.host} ${slowest?.call}\n`);
process.exit(code);
