/**
 * Runs on an external host of the lab: a provider's gateway in front of PostgreSQL. A client that logs in as
 * `name@server` over TLS is logged in as `name`. Arguments: the directory of the certificate, the address.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer as listen } from 'node:net';
import { createServer } from 'node:tls';

const SSL_REQUEST = 80877103;
const [directory = '', address = ''] = process.argv.slice(2);
const read = (name: string) => readFileSync(`${directory}/${name}`);

const secured = createServer({ cert: read('server.crt'), key: read('server.key') }, (client) => {
  client.on('error', () => undefined);
  client.once('data', (startup: Buffer) => {
    const server = connect(5432, '127.0.0.1');
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    server.write(withoutServerName(startup));
    client.pipe(server).pipe(client);
  });
});

// Startup message: length, protocol, then pairs of parameter and value, each terminated by a zero byte.
function withoutServerName(startup: Buffer): Buffer {
  const fields = startup.toString('utf8', 8).split('\0');
  const user = fields.indexOf('user') + 1;
  fields[user] = (fields[user] ?? '').replace(/@.*/, '');
  const body = Buffer.from(fields.join('\0'));
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(startup.readInt32BE(4), 4);
  return Buffer.concat([head, body]);
}

listen((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    if (first.length !== 8 || first.readInt32BE(4) !== SSL_REQUEST) {
      socket.destroy();
      return;
    }
    socket.write('S');
    secured.emit('connection', socket);
  });
}).listen(5432, address);
