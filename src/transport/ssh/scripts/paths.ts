/**
 * A receipt's, job's or cluster's name as part of a path.
 * @throws Error for a name that would leave its folder
 */
export function inside(folder: string, name: string): string {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part.startsWith('.')) || /[\n\0]/.test(name))
    throw new Error(`not a name for a file under ${folder}: ${JSON.stringify(name)}`);
  return `${folder}/${name}`;
}
