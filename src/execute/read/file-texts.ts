import type { AbsolutePath, HostName } from '../../model/names.ts';
import { filesToRead } from '../../plan/compare/forecast.ts';
import type { FileTexts } from '../../plan/compare/forecast.ts';
import type { Comparison, Surveys } from '../../plan/compare/compare.ts';
import { MAX_DIFF_BYTES } from '../../plan/diff/file.ts';
import type { Run } from '../run.ts';

/** Reads the present text of the files that would change. The result contains secrets: only `forecastOf` may read it. */
export async function readTexts(
  { fleet }: Pick<Run, 'fleet'>,
  comparison: Comparison,
  surveys: Surveys,
): Promise<FileTexts> {
  const texts: Record<HostName, Record<AbsolutePath, string | undefined>> = {};
  await Promise.all(
    filesToRead(comparison, surveys).map(async ({ host, path }) => {
      const text = await fleet.steady(host, (session) => session.read(path, { tailBytes: MAX_DIFF_BYTES }));
      texts[host] = { ...texts[host], [path]: text };
    }),
  );
  return texts;
}
