import type { Benchmark } from './benchmark.ts';
import { certificates } from './certificates.ts';
import { commands } from './commands.ts';
import { newFiles, unchangedFiles } from './files.ts';
import { manyHosts } from './many-hosts.ts';
import { planning } from './planning.ts';
import { rehearsal } from './rehearsal.ts';
import { roundTrips } from './round-trips.ts';

export const BENCHMARKS: readonly Benchmark[] = [
  unchangedFiles,
  newFiles,
  roundTrips,
  manyHosts,
  commands,
  planning,
  rehearsal,
  certificates,
];
