import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { NativeHost } from './hosts.ts';
import { nativePaths } from './lab.ts';

/** Makes etcd of a database raise an alarm, as it does when its data reaches the limit. */
export async function raiseAlarm(host: NativeHost, alarm: 'NOSPACE' | 'CORRUPT'): Promise<void> {
  const { header } = await post(host, '/v3/maintenance/status', {});
  await post(host, '/v3/maintenance/alarm', { action: 'ACTIVATE', memberID: header.member_id, alarm });
}

interface Answer {
  readonly header: { readonly member_id: string };
}

function post({ address }: NativeHost, path: string, body: unknown): Promise<Answer> {
  const read = (name: string) => readFileSync(join(nativePaths.certificates, name));
  const login = { ca: read('etcd-ca.crt'), cert: read('quorate-etcd.crt'), key: read('quorate-etcd.key') };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: address, port: 2379, path, method: 'POST', agent: false, ...login },
      (got) => {
        let text = '';
        got.on('data', (chunk: Buffer) => (text += chunk.toString()));
        got.on('error', reject);
        got.on('end', () => {
          if (got.statusCode === 200) resolve(JSON.parse(text) as Answer);
          else reject(new Error(`${path}: HTTP ${got.statusCode}: ${text}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
