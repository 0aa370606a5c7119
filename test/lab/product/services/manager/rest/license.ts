import { parseLicense, storeLicense } from '../license.ts';
import { ok, page, RestError, type Call, type Handler } from './app.ts';

interface LicenseRow {
  readonly expiration_date: Date | null;
}

const isExpired = ({ expiration_date: date }: LicenseRow): boolean =>
  date !== null && date.getTime() < Date.now();

const licenses = ({ app }: Call) => app.database.query<LicenseRow>('SELECT * FROM licenses');

export const listLicense: Handler = async (call) => {
  const found = await licenses(call);
  return page(found.map((license) => ({ ...license, expired: isExpired(license) })));
};

export const uploadLicense: Handler = async (call) => {
  let license;
  try {
    license = parseLicense(call.body);
  } catch (error) {
    throw new RestError(400, 'invalid_cloudify_license', (error as Error).message);
  }
  await call.app.database.query('DELETE FROM licenses');
  await call.app.database.query(storeLicense.text, storeLicense.values(license));
  return ok('New license has been uploaded successfully.');
};

export const checkLicense: Handler = async (call) => {
  await refuseWithoutLicense(call);
  return ok('OK');
};

export async function refuseWithoutLicense(call: Call): Promise<void> {
  const [license] = await licenses(call);
  if (!license)
    throw new RestError(
      400,
      'missing_cloudify_license',
      'No active license was found. Please upload a license first: cfy license upload <path>',
    );
  if (isExpired(license))
    throw new RestError(
      400,
      'expired_cloudify_license',
      'This operation cannot be performed: the license has expired.',
    );
}
