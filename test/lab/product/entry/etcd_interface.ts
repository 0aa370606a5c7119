import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { request } from 'node:http';
import { databasePaths as at } from '../base/paths.ts';
import { answerOf33, HIDDEN_ETCD_PORT } from '../services/database/etcdInterface.ts';

/**
 * Serves what etcd 3.3 serves to clients, in front of the distribution's etcd, which listens on the loopback interface.
 * Arguments: the addresses to listen on.
 */
const tls = { cert: readFileSync(at.etcdCert), key: readFileSync(at.etcdKey) };

for (const address of process.argv.slice(2))
  createServer(tls, (incoming, outgoing) => {
    const { url = '/', method, headers } = incoming;
    const own = answerOf33(url);
    if (own) {
      outgoing.writeHead(own.status, { 'Content-Type': own.type }).end(own.body);
      return;
    }
    const target = { host: '127.0.0.1', port: HIDDEN_ETCD_PORT, path: url, method, headers };
    const forwarded = request(target, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    // Without an etcd there is no answer, as if this process were etcd.
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  }).listen(2379, address);
