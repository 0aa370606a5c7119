/**
 * Writes the picture of a deploy in the README. `npm run recording` deploys to the ten empty hosts of the lab in a
 * pseudo-terminal and stores what the terminal showed; `npm run recording -- --again` draws the stored run again.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reset } from '../../test/lab/lab.ts';
import { paths } from '../../test/lab/paths.ts';
import { must } from '../../test/lab/shell.ts';
import { formatDuration } from '../../src/model/duration.ts';
import { capture, type Written } from './capture.ts';
import { framesOf } from './frames.ts';
import { animatedSvg } from './svg.ts';

const PICTURE = join(paths.repository, 'docs/pictures/deploy.svg');
const STORED = join(paths.lab, 'recording.json');
const COMMAND = 'quorate deploy inventory.yaml';
const SIZE = { columns: 80, rows: 24 };
const FRAMES = 42;

async function recorded(): Promise<readonly Written[]> {
  await reset({ yes: process.argv.includes('--yes') });
  await must(['npm', 'run', '--silent', 'build']);
  const program = join(paths.repository, 'dist/quorate.js');
  const written = await capture(['node', program, 'deploy', 'inventory.yaml'], {
    ...SIZE,
    cwd: paths.cluster,
  });
  writeFileSync(STORED, JSON.stringify(written));
  return written;
}

const written = process.argv.includes('--again')
  ? (JSON.parse(readFileSync(STORED, 'utf8')) as readonly Written[])
  : await recorded();
const took = formatDuration(written.at(-1)?.at ?? 0);
const title = `A recorded deploy of ten empty hosts in containers (${took}, played faster)`;
mkdirSync(dirname(PICTURE), { recursive: true });
writeFileSync(
  PICTURE,
  animatedSvg(framesOf(written, { command: COMMAND, count: FRAMES, rows: SIZE.rows }), title, SIZE),
);
