/**
 * Prints the prose findings by file: `tsx build/lint/prose.ts [PATH...]`. With `--documents` it checks only documents, as
 * `npm run lint` does after ESLint.
 */
import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { checkDocument } from './documents.ts';
import type { DocumentFinding } from './documents.ts';
import { CODE_FILES, proseConfig } from './eslint-config.ts';

interface FileFindings {
  readonly file: string;
  readonly findings: readonly DocumentFinding[];
}

const DOCUMENTS = ['*.md', 'docs/**/*.md', 'playbooks/*.yaml', 'inventories/*.yaml', 'schema/*.json'];

const args = process.argv.slice(2);
const documentsOnly = args.includes('--documents');
const paths = args.filter((arg) => !arg.startsWith('--'));

async function main(): Promise<void> {
  const all = [...(documentsOnly ? [] : await checkCode()), ...(await checkDocuments())];
  const files = all.filter(({ findings }) => findings.length > 0);
  for (const { file, findings } of files) print(file, findings);
  const total = files.reduce((sum, { findings }) => sum + findings.length, 0);
  if (total > 0 || !documentsOnly) console.log(`${total} findings in ${files.length} files`);
  if (total > 0) process.exitCode = 1;
}

async function checkCode(): Promise<readonly FileFindings[]> {
  const selected = tracked(CODE_FILES);
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [
      { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
      { linterOptions: { reportUnusedDisableDirectives: 'off' } },
      ...proseConfig(),
    ],
    ruleFilter: ({ ruleId }) => ruleId === 'quorate/prose' || ruleId === '@cspell/spellchecker',
  });
  const results = selected.length > 0 ? await eslint.lintFiles([...selected]) : [];
  return results.map(({ filePath, messages }) => ({
    file: relative('', filePath),
    findings: messages.filter(({ ruleId }) => ruleId?.startsWith('@typescript-eslint/') !== true),
  }));
}

async function checkDocuments(): Promise<readonly FileFindings[]> {
  return Promise.all(tracked(DOCUMENTS).map(async (file) => ({ file, findings: await checkDocument(file) })));
}

/** Files of the repository that match the patterns and are in one of the given paths. */
function tracked(patterns: readonly string[]): readonly string[] {
  const list = (specs: readonly string[]): string[] =>
    execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...specs], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter(Boolean);
  const inside = paths.length > 0 ? new Set(list(paths)) : undefined;
  return list(patterns.map((pattern) => `:(glob)${pattern}`)).filter((file) => inside?.has(file) ?? true);
}

function print(file: string, findings: readonly DocumentFinding[]): void {
  console.log(`${file}: ${findings.length}`);
  const sorted = [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
  for (const { line, column, message } of sorted) console.log(`  ${line}:${column} ${message}`);
}

await main();
