// Units: cspell:ignore Gbit Mbit
import { digestFile } from '../../src/material/digest-file.ts';
import { startLimitedLink } from '../hosts/limited-link.ts';
import type { LimitedLink } from '../hosts/limited-link.ts';
import { throughProxies } from '../hosts/proxied.ts';
import type { ProxiedJob } from '../hosts/proxied.ts';
import { sshdHosts } from '../hosts/sshd.ts';
import type { WritableHosts } from '../hosts/sshd.ts';
import { compare } from '../measure/pairs.ts';
import type { Contender, Timed } from '../measure/pairs.ts';
import { measure } from '../measure/process.ts';
import type { Check, Finding } from '../report/finding.ts';
import { killWhen, randomFile, scpWords, uploadWords } from '../work/upload.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';

const HOSTS = 10;
const FILE_BYTES = 200_000_000;
const ALL_BYTES = HOSTS * FILE_BYTES;
const GIGABIT = 1_000_000_000 / 8;

/** At most, in per cent: the chunk of 4 MiB that each host was receiving, and the scripts. */
const SENT_TWICE = 2.2;

/** Each run takes at least 16 s. */
const MOST_PAIRS = 3;

/** B3: one large file to ten sshd on this machine, through one link; then again; then interrupted in the middle. */
export const uploads: Benchmark = {
  id: 'B3',
  work: 'one file of 200 MB to ten hosts',
  run: async (options) => {
    const hosts = await sshdHosts(HOSTS);
    const file = randomFile(FILE_BYTES);
    try {
      const job = { ...hosts.job, upload: await digestFile(file.path) };
      const measured = { hosts: { ...hosts, job }, options };
      const free = await withLink(measured, Infinity, (link) => compared(link, 1));
      const limited = await withLink(measured, GIGABIT, (link) => compared(link, MOST_PAIRS));
      const counted = await withLink(measured, GIGABIT, async (link) => [
        await interrupted(link),
        await again(link),
      ]);
      return [limited, withoutLimit(free), ...counted];
    } finally {
      file.remove();
      await hosts.stop();
    }
  },
};

interface Measured {
  readonly hosts: WritableHosts;
  readonly options: BenchOptions;
}

interface Link extends Measured {
  readonly link: LimitedLink;
  readonly through: ProxiedJob;
}

async function withLink<T>(
  measured: Measured,
  bytesPerSecond: number,
  work: (link: Link) => Promise<T>,
): Promise<T> {
  const { job } = measured.hosts;
  const link = await startLimitedLink(job.hosts, bytesPerSecond);
  try {
    return await work({ ...measured, link, through: throughProxies(job, link.ports) });
  } finally {
    await link.stop();
  }
}

/** Compares Quorate with one scp for each host, all at once. */
async function compared({ hosts, options, through }: Link, mostPairs: number): Promise<Finding> {
  const before = async () => {
    await hosts.empty();
    await hosts.fill();
  };
  const contenders: readonly Contender[] = [
    { name: 'quorate', before, run: () => measure({ words: uploadWords(options.programs, through) }) },
    { name: 'scp in parallel', before, run: () => measure({ words: scpWords(through) }) },
  ];
  const { contenders: timed, wallRatio } = await compare(contenders, Math.min(options.pairs, mostPairs));
  const { median, interval } = wallRatio;
  const share = {
    what: 'rate of quorate / rate of scp',
    value: 100 / median,
    interval: [100 / interval[1], 100 / interval[0]] as const,
    unit: '%' as const,
    atLeast: 90,
  };
  return {
    id: 'B3',
    work: '200 MB to ten hosts, limit 1 Gbit/s',
    timed,
    checks: [share, ...timed.map(rateOf)],
  };
}

function rateOf({ name, wall }: Timed): Check {
  return { what: `rate of ${name}`, value: (ALL_BYTES * 8) / 1_000 / wall.median, unit: 'Mbit/s' };
}

/** The rates that the processors of this machine allow. They have no target, and show what limits the other rates. */
function withoutLimit({ timed, ...finding }: Finding): Finding {
  return { ...finding, work: '200 MB to ten hosts, no limit', timed, checks: timed.map(rateOf) };
}

/** Kills Quorate when half of all bytes are sent, runs it again, and counts what both runs have sent. */
async function interrupted({ hosts, options, through, link }: Link): Promise<Finding> {
  await hosts.empty();
  const words = uploadWords(options.programs, through);
  const start = link.sent();
  await killWhen(words, () => link.sent() - start >= ALL_BYTES / 2);
  const killedAt = link.sent() - start;
  await measure({ words });
  const share = (bytes: number) => ({ value: (bytes / ALL_BYTES) * 100, unit: '%' as const });
  return {
    id: 'B3',
    work: '200 MB to ten hosts, killed in the middle',
    timed: [],
    checks: [
      { what: 'sent before the kill, of the file', ...share(killedAt) },
      { what: 'sent by both runs, of the file', ...share(link.sent() - start), atMost: 100 + SENT_TWICE },
    ],
  };
}

/** Counts what a run sends if every host has the file. */
async function again({ options, through, link }: Link): Promise<Finding> {
  const start = link.sent();
  await measure({ words: uploadWords(options.programs, through) });
  const value = (link.sent() - start) / HOSTS / 1_024;
  return {
    id: 'B3',
    work: '200 MB to ten hosts, again',
    timed: [],
    checks: [{ what: 'sent per host', value, unit: 'KB', atMost: 64 }],
  };
}
