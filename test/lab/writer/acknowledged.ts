import { open, readFile } from 'node:fs/promises';

/** File of the acknowledged ids. Each id is synchronized to this machine's disk before the next write. */
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
