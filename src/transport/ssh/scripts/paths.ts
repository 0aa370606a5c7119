/**
 * The path of a receipt, job or lock in its directory.
 * @throws Error for a name that leads out of the directory
 */
export function inside(directory: string, name: string): string {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part.startsWith('.')) || /[\n\0]/.test(name))
    throw new Error(`not a name for a file in ${directory}: ${JSON.stringify(name)}`);
  return `${directory}/${name}`;
}
