const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Returns a number of bytes as text: `512 B`, `1.5 KiB`, `48.0 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  const power = Math.min(UNITS.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power - 1]}`;
}
