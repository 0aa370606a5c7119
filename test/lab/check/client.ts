/**
 * Runs on a host of the lab (Node 18, no packages; see query.ts): reads requests from stdin, makes each over a
 * connection of its own with TLS verified against the cluster's CA, and prints the answers.
 */
import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import type { Answer, Query, QueryBatch } from './query.ts';

const { ca, queries, parallel } = JSON.parse(readFileSync(0, 'utf8')) as QueryBatch;
const answers: Answer[] = [];

function send(query: Query): Promise<Answer> {
  const { url, method = 'GET', body, user, from } = query;
  const options: RequestOptions = {
    method,
    ca,
    agent: false,
    timeout: 10_000,
    headers: {
      connection: 'close',
      tenant: 'default_tenant',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(user !== undefined && { auth: user }),
    ...(from !== undefined && { localAddress: from }),
  };
  return new Promise((done) => {
    const sent = request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        done({
          status: response.statusCode ?? 0,
          manager: String(response.headers['x-cloudify-manager'] ?? ''),
          body: text,
        });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in 10 s')));
    sent.on('error', (error) => done({ status: 0, manager: '', body: error.message }));
    sent.end(body);
  });
}

let next = 0;
async function work(): Promise<void> {
  for (let i = next++; i < queries.length; i = next++) answers[i] = await send(queries[i] as Query);
}
await Promise.all(Array.from({ length: parallel }, work));
process.stdout.write(JSON.stringify(answers));
