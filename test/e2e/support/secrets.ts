import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { labSecrets } from '../../lab/cluster.ts';

/** Every form in which a secret of the lab could show: plain, base64, URL-encoded. By name. */
export async function secretForms(): Promise<ReadonlyMap<string, readonly string[]>> {
  const values = await labSecrets();
  return new Map(
    Object.entries(values).map(([name, value]) => {
      const text = String(value);
      return [
        name,
        [
          ...new Set([
            text,
            Buffer.from(text).toString('base64').replace(/=+$/, ''),
            encodeURIComponent(text),
          ]),
        ],
      ];
    }),
  );
}

/** The names of the secrets that show in a text. */
export function leaksIn(text: string, secrets: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...secrets].filter(([, forms]) => forms.some((form) => text.includes(form))).map(([name]) => name);
}

/**
 * Leaks in every file below a folder, as `path: secret`.
 * @param madeBy looks only at files of accounts that this says yes to
 */
export function leaksBelow(
  folder: string,
  secrets: ReadonlyMap<string, readonly string[]>,
  madeBy: (uid: number) => boolean = () => true,
): readonly string[] {
  return filesBelow(folder).flatMap((file) => {
    try {
      const { uid, size } = statSync(file);
      if (!madeBy(uid) || size > 4_000_000) return [];
      return leaksIn(readFileSync(file, 'utf8'), secrets).map((name) => `${file}: ${name}`);
    } catch {
      return []; // gone again
    }
  });
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
  } catch {
    return []; // gone again
  }
}
