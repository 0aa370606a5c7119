import { UsageError } from '../../errors/errors.ts';
import type { Inventory } from '../../inventory/inventory.ts';

/** The file that Quorate writes secrets to. @throws UsageError if the inventory has none */
export function secretsFileOf({ path, secretsSource }: Inventory): string {
  if (secretsSource.shared?.kind === 'file') return secretsSource.shared.path;
  throw new UsageError([
    {
      where: path,
      what: 'the secrets are not in a file that Quorate can write',
      next: 'change the secrets at their source, or set secrets: { file: secrets.age }',
    },
  ]);
}
