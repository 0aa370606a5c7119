import { open, readFile } from 'node:fs/promises';

/** The ids that the cluster has acknowledged: each is on this machine's disk before the next is tried. */
export interface Acknowledged {
  add(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function openAcknowledged(path: string): Promise<Acknowledged> {
  const file = await open(path, 'a', 0o600);
  return {
    add: async (id) => {
      await file.write(`${id}\n`);
      await file.sync();
    },
    close: () => file.close(),
  };
}

export async function readAcknowledged(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').filter(Boolean);
}
