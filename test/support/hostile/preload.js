/**
 * Preloaded into the program: starts its clock at START_AT, and writes the peak of its memory in KiB to PEAK_FILE when it
 * ends.
 */
import { writeFileSync } from 'node:fs';

const realNow = Date.now;
const shift = Number(process.env['START_AT']) - realNow();
Date.now = () => realNow() + shift;
process.on('exit', () =>
  writeFileSync(process.env['PEAK_FILE'] ?? '', String(process.resourceUsage().maxRSS)),
);
