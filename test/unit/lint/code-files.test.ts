import { expect, test } from '@jest/globals';
import { ESLint } from 'eslint';
import { proseConfig } from '../../../build/lint/eslint-config.ts';

const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: proseConfig() });

test.each(['src/cli/main.ts', '.dependency-cruiser.cjs', 'jest.config.js', 'build/rules/modules.cjs'])(
  'the prose of %s is checked',
  async (file) => {
    const config = (await eslint.calculateConfigForFile(file)) as { rules?: Record<string, unknown> };
    expect(Object.keys(config.rules ?? {}).sort()).toEqual(['@cspell/spellchecker', 'quorate/prose']);
  },
);
