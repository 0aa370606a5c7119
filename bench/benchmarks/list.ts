import type { Benchmark } from './benchmark.ts';
import { certificates } from './certificates.ts';
import { commands } from './commands.ts';
import { newFiles, unchangedFiles } from './files.ts';
import { manyHosts } from './many-hosts.ts';
import { planning } from './planning.ts';
import { rehearsal } from './rehearsal.ts';
import { roundTrips } from './round-trips.ts';
import { lookingCommands, unchangedDeploy } from './running-cluster.ts';
import { wholeDeploy } from './whole-deploy.ts';
import { uploads } from './uploads.ts';

export const BENCHMARKS: readonly Benchmark[] = [
  unchangedFiles,
  newFiles,
  uploads,
  wholeDeploy,
  unchangedDeploy,
  roundTrips,
  manyHosts,
  commands,
  lookingCommands,
  planning,
  rehearsal,
  certificates,
];
