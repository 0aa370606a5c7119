import { parse } from 'yaml';
import { Failure } from '../../base/failure.ts';

export interface License {
  readonly customerId: string;
  readonly expires: Date | null;
  readonly edition: string;
  readonly trial: boolean;
  readonly version: string | null;
  readonly capabilities: readonly string[];
}

/** Parses a license. Unlike the real product, does not check the signature. */
export function parseLicense(text: string): License {
  let found: unknown;
  try {
    found = (parse(text, { logLevel: 'error' }) as { license?: unknown } | null)?.license;
  } catch {
    found = undefined;
  }
  const license = found as Record<string, unknown> | undefined;
  if (typeof license?.['customer_id'] !== 'string')
    throw new Failure('CloudifyLicenseError', 'This license could not be verified, or is not a license.');
  const optional = (key: string): string => (license[key] as string | undefined) ?? '';
  const expires = optional('expiration_date');
  return {
    customerId: license['customer_id'],
    expires: expires ? new Date(expires) : null,
    edition: optional('license_edition') || 'premium',
    trial: license['trial'] === true,
    version: optional('cloudify_version') || null,
    capabilities: (license['capabilities'] as string[] | undefined) ?? [],
  };
}

export const storeLicense = {
  text: `INSERT INTO licenses (customer_id, expiration_date, license_edition, trial, cloudify_version, capabilities)
    VALUES ($1, $2, $3, $4, $5, $6)`,
  values: (l: License) => [l.customerId, l.expires, l.edition, l.trial, l.version, l.capabilities],
};
