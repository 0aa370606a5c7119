import { describe, expect, test } from '@jest/globals';
import { closingLines } from '../../../src/platforms/cloudify/closing-lines.ts';
import { cluster, ofRelease, outsourced, without } from '../platforms/cloudify/fixture.ts';

describe('the closing lines', () => {
  test('are for the operator’s own machine: through the balancer, without a password', () => {
    expect(closingLines(cluster)).toEqual([
      'On your own machine, beside the ca.crt of this cluster:',
      '  export CLOUDIFY_USERNAME=admin',
      '  read -rs CLOUDIFY_PASSWORD; export CLOUDIFY_PASSWORD',
      '  cfy profiles use 198.51.100.41 -t default_tenant --ssl -c ca.crt',
      '  cfy cluster status',
    ]);
  });

  test('go through an external balancer where there is one', () => {
    expect(closingLines(outsourced)[3]).toContain('use 203.0.113.9 ');
  });

  test('tell the profile of 5.0.5-dev all members, as its own document says', () => {
    expect(closingLines(ofRelease('5.0.5-dev')).slice(-2)).toEqual([
      '  cfy cluster update-profile',
      '  cfy cluster status',
    ]);
  });

  test('name the first manager where there is no balancer, and nothing where there is neither', () => {
    expect(closingLines(without('lb1'))[3]).toContain('use 198.51.100.31 ');
    expect(closingLines({ ...cluster, hosts: [] })).toEqual([]);
  });
});
