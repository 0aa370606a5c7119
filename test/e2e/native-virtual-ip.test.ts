import { afterAll, describe } from '@jest/globals';
import { debian12 } from '../lab/native/hosts.ts';
import { removeNativeHosts } from '../lab/native/lab.ts';
import { testNativeDeploy } from './support/native.ts';
import { FAULTS, testVirtualIp } from './support/virtual-ip.ts';

/** `npm test` has only the shorter faults of the virtual address. */
describe('the virtual address of the native platform', () => {
  afterAll(removeNativeHosts, 60_000);

  testNativeDeploy(debian12);
  testVirtualIp(FAULTS);
});
