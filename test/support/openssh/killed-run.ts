/** A process that connects with the OpenSSH client and waits to be killed: `killed-run.ts PORT KNOWN_HOSTS IDENTITY`. */
import { hostAt } from '../sshd/machine.ts';
import { OPENSSH, opensshTransport } from './client.ts';

const [port, knownHosts = '', identity = ''] = process.argv.slice(2);
const transport = opensshTransport();
const connecting = transport.connect(hostAt(Number(port), { ...OPENSSH, knownHosts, identity }));
process.stdout.write('connecting\n');
await connecting;
process.stdout.write('connected\n');
setInterval(() => undefined, 1_000);
