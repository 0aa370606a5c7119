import { readFileSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { inUrl, request } from '../../base/request.ts';

/** Access to etcd's version 3 interface through its JSON gateway. The first address that responds is used. */
export interface Etcd {
  readonly addresses: readonly string[];
  /** Prefix of the paths. */
  readonly prefix: '/v3' | '/v3beta';
  readonly caPath: string;
  readonly timeoutMs?: number;
  readonly root?: { readonly name: string; readonly password: string };
}

export interface EtcdMember {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

export class EtcdRefusal extends Error {}

const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (text: string): string => Buffer.from(text, 'base64').toString();

/** Calls etcd. Tries the addresses in turn until one responds. A refusal is a response. */
export async function etcdCall(etcd: Etcd, path: string, body: object): Promise<unknown> {
  const { timeoutMs = 4000 } = etcd;
  const ca = readFileSync(etcd.caPath, 'utf8');
  let last: unknown;
  for (const host of etcd.addresses) {
    try {
      const headers = etcd.root ? { Authorization: await token(etcd, host, ca) } : {};
      return await post({ host, ca, path: `${etcd.prefix}/${path}`, body, headers, timeoutMs });
    } catch (error) {
      if (error instanceof EtcdRefusal) throw error;
      last = error;
    }
  }
  throw new Failure(
    'ClusteringError',
    `etcd does not answer: ${(last as Error | undefined)?.message ?? 'no address'}`,
  );
}

interface Post {
  readonly host: string;
  readonly ca: string;
  readonly path: string;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

async function post({ path, ...rest }: Post): Promise<unknown> {
  const answer = await request({ ...rest, port: 2379, path, method: 'POST' });
  if (answer.status === 200) return answer.json();
  const { error } = answer.json() as { error?: string };
  const text = error ?? answer.text;
  // Without a quorum etcd responds with an error after a while. Treat this like no response.
  if (/timed out|no leader|unavailable/i.test(text)) throw new Error(text);
  throw new EtcdRefusal(text);
}

async function token(etcd: Etcd, host: string, ca: string): Promise<string> {
  const body = { name: etcd.root?.name, password: etcd.root?.password };
  const answer = await post({
    host,
    ca,
    path: `${etcd.prefix}/auth/authenticate`,
    body,
    headers: {},
    timeoutMs: 4000,
  });
  return (answer as { token: string }).token;
}

export async function members(etcd: Etcd): Promise<EtcdMember[]> {
  interface Found {
    members: { ID: string; name?: string; peerURLs: string[] }[];
  }
  const found = (await etcdCall(etcd, 'cluster/member/list', {})) as Found;
  return found.members.map((m) => ({
    id: m.ID,
    name: m.name ?? '',
    address: peerAddress(m.peerURLs[0] ?? ''),
  }));
}

const peerAddress = (url: string): string => url.replace(/^https:\/\/\[?/, '').replace(/\]?:2380$/, '');
export const peerUrl = (address: string): string => `https://${inUrl(address)}:2380`;

/** Reports whether this member sees a healthy cluster, like `etcdctl cluster-health`. */
export async function isHealthy(address: string, caPath: string): Promise<boolean> {
  try {
    const ca = readFileSync(caPath, 'utf8');
    const answer = await request({ host: address, port: 2379, path: '/health', ca, timeoutMs: 2000 });
    return (answer.json() as { health?: string }).health === 'true';
  } catch {
    return false;
  }
}

export async function getKey(etcd: Etcd, key: string): Promise<string | undefined> {
  const answer = (await etcdCall(etcd, 'kv/range', { key: encode(key) })) as { kvs?: { value: string }[] };
  const [found] = answer.kvs ?? [];
  return found && decode(found.value);
}

export async function putKey(etcd: Etcd, key: string, value: string): Promise<void> {
  await etcdCall(etcd, 'kv/put', { key: encode(key), value: encode(value) });
}

/** The range of all keys with a prefix, in etcd's notation. */
export function prefixRange(prefix: string): { key: string; range_end: string } {
  const end = Buffer.from(prefix);
  end[end.length - 1] = (end[end.length - 1] ?? 0) + 1;
  return { key: encode(prefix), range_end: end.toString('base64') };
}
