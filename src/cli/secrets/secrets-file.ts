import { UsageError } from '../../errors/errors.ts';
import type { Inventory } from '../../inventory/inventory.ts';

/** The file that quorate may write secrets to. @throws UsageError when the inventory names none */
export function secretsFileOf({ path, secretsSource }: Inventory): string {
  if (secretsSource.shared?.kind === 'file') return secretsSource.shared.path;
  throw new UsageError([
    {
      where: path,
      what: 'its secrets are in no file that quorate could write',
      next: 'change them where they are, or give secrets: { file: secrets.age }',
    },
  ]);
}
