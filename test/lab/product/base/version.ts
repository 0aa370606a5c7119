import { readFileSync } from 'node:fs';
import { releaseOf, type Release } from '../releases.ts';
import { paths } from './paths.ts';

export const productVersion = (): string => readFileSync(paths.versionFile, 'utf8').trim();
export const productRelease = (): Release => releaseOf(productVersion());
