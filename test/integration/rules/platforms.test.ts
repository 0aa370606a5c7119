import { expect, jest, test } from '@jest/globals';
import { broken } from './small-program.ts';

jest.setTimeout(60_000);

test('rejects a gate that no platform owns if it imports from a platform', () => {
  const files = {
    'src/platforms/cloudify/product/paths.ts': "export const log = '/var/log/cloudify';",
    'src/gates/shared/any-gate.ts':
      "import { log } from '../../platforms/cloudify/product/paths.ts'; export const gate = log;",
  };
  expect(broken(files)).toContain('src/gates/shared/any-gate.ts: gates-imports-only-its-modules');
});

test('rejects an import of a platform outside the registry, except in the simulation of its product', () => {
  const use = (path: string) => `import { name } from '${path}'; export const used = name;`;
  const files = {
    'src/platforms/cloudify/platform.ts': 'export const name = 1;',
    'src/platforms/native/platform.ts': use('../cloudify/platform.ts'),
    'src/platforms/platform.ts': use('./cloudify/platform.ts'),
    'src/registry/platforms.ts': use('../platforms/cloudify/platform.ts'),
    'src/registry/gates.ts': use('../platforms/cloudify/platform.ts'),
    'src/inventory/load.ts': use('../platforms/cloudify/platform.ts'),
    'src/cli/recover.ts': use('../platforms/cloudify/platform.ts'),
    'src/simulate/cloudify/product.ts': use('../../platforms/cloudify/platform.ts'),
    'src/simulate/world/world.ts': use('../../platforms/cloudify/platform.ts'),
  };
  expect(broken(files)).toEqual([
    'src/cli/recover.ts: platforms-are-reached-through-the-registry',
    'src/inventory/load.ts: platforms-are-reached-through-the-registry',
    'src/platforms/native/platform.ts: a-platform-imports-no-other-platform',
    'src/platforms/platform.ts: platforms-are-reached-through-the-registry',
    'src/registry/gates.ts: platforms-are-reached-through-the-registry',
    'src/simulate/world/world.ts: a-platform-imports-no-other-platform',
  ]);
});
