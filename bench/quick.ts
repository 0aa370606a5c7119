import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { onHosts } from './benchmarks/contenders.ts';
import { replayingHosts } from './hosts/hosts.ts';
import { compare } from './measure/pairs.ts';
import type { Programs } from './work/bundle.ts';

const FILE = fileURLToPath(new URL('quick.json', import.meta.url));
const HOSTS = 10;
const PAIRS = 9;
const MOST = 2;

/** Compares the work of B1 on ten hosts with the script. @returns 1 if the committed ratio has doubled */
export async function quick(programs: Programs, { record }: { readonly record: boolean }): Promise<number> {
  const hosts = await replayingHosts(programs, HOSTS);
  try {
    const { wallRatio, processorRatio } = await compare(onHosts(programs, hosts), PAIRS);
    const now = { time: rounded(wallRatio.median), processorTime: rounded(processorRatio.median) };
    if (record) writeFileSync(FILE, await format(JSON.stringify(now), { parser: 'json' }));
    const committed = JSON.parse(readFileSync(FILE, 'utf8')) as typeof now;
    process.stdout.write(
      `Quorate / script, ${PAIRS} pairs: time ${now.time} (committed ${committed.time}), processor time ` +
        `${now.processorTime} (committed ${committed.processorTime})\n`,
    );
    return now.time > MOST * committed.time ? 1 : 0;
  } finally {
    await hosts.stop();
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
