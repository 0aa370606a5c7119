import { describe, expect, test } from '@jest/globals';
import { closingLines } from '../../../src/platforms/cloudify/closing-lines.ts';
import { cluster, ofRelease, outsourced, without } from '../platforms/cloudify/fixture.ts';

describe('the closing lines', () => {
  test('configure cfy on the operator’s machine, through the load balancer and without a password', () => {
    expect(closingLines(cluster)).toEqual([
      'On your own machine, in the directory with ca.crt of this cluster:',
      '  export CLOUDIFY_USERNAME=admin',
      '  read -rs CLOUDIFY_PASSWORD; export CLOUDIFY_PASSWORD',
      '  cfy profiles use 198.51.100.41 -t default_tenant --ssl -c ca.crt',
      '  cfy cluster status',
    ]);
  });

  test('use the external load balancer if there is one', () => {
    expect(closingLines(outsourced)[3]).toContain('use 203.0.113.9 ');
  });

  test('update the profile of 5.0.5-dev with all members', () => {
    expect(closingLines(ofRelease('5.0.5-dev')).slice(-2)).toEqual([
      '  cfy cluster update-profile',
      '  cfy cluster status',
    ]);
  });

  test('name the first manager if there is no load balancer, and are empty without a manager', () => {
    expect(closingLines(without('lb1'))[3]).toContain('use 198.51.100.31 ');
    expect(closingLines({ ...cluster, hosts: [] })).toEqual([]);
  });
});
