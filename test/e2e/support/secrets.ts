import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { labSecrets } from '../../lab/cluster.ts';

/** Forms in which a secret could appear, by its name. */
export type SecretForms = ReadonlyMap<string, readonly string[]>;

/** Forms in which each secret could appear (plain, base64, URL-encoded), by name. Without values, those of the lab. */
export async function secretForms(given?: Readonly<Record<string, string>>): Promise<SecretForms> {
  const values = given ?? (await labSecrets());
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

/** Names of the secrets that a text contains. */
export function leaksIn(text: string, secrets: SecretForms): readonly string[] {
  return [...secrets].filter(([, forms]) => forms.some((form) => text.includes(form))).map(([name]) => name);
}

/**
 * Finds secrets in all files below a directory. Returns `path: secret`.
 * @param madeBy selects the files to check by the uid of their owner
 */
export function leaksBelow(
  directory: string,
  secrets: SecretForms,
  madeBy: (uid: number) => boolean = () => true,
): readonly string[] {
  return filesBelow(directory).flatMap((file) => {
    try {
      const { uid, size } = statSync(file);
      if (!madeBy(uid) || size > 4_000_000) return [];
      return leaksIn(readFileSync(file, 'utf8'), secrets).map((name) => `${file}: ${name}`);
    } catch {
      return []; // deleted meanwhile
    }
  });
}

function filesBelow(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
  } catch {
    return []; // deleted meanwhile
  }
}
