import { spawnSync } from 'node:child_process';
import { describe, Exit } from '../base/failure.ts';
import { getLog } from '../base/log.ts';
import { productRelease } from '../base/version.ts';
import { parseCommand, usage, UsageError } from '../cli/product/commands.ts';

const skipRootCheck = '--skip-root-check';

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('-h') || args.includes('--help')) {
    process.stdout.write(`${usage(productRelease())}\n`);
    return 0;
  }
  if (process.geteuid?.() !== 0 && !args.includes(skipRootCheck)) return runAsRoot(args);
  process.umask(0o022);
  try {
    const { act, parsed } = parseCommand(
      args.filter((arg) => arg !== skipRootCheck),
      productRelease(),
    );
    await act(parsed);
    return 0;
  } catch (error) {
    return exitCode(error);
  }
}

function exitCode(error: unknown): number {
  if (error instanceof Exit) return error.code;
  if (error instanceof UsageError) {
    process.stderr.write(`${usage(productRelease())}\ncfy_manager: error: ${error.message}\n`);
    return 2;
  }
  const log = getLog('Main');
  log.error(describe(error));
  log.debug((error as Error).stack ?? '');
  return 1;
}

function runAsRoot(args: readonly string[]): number {
  const [, self = 'cfy_manager'] = process.argv;
  const result = spawnSync('/usr/bin/sudo', [self, ...args, skipRootCheck], { stdio: 'inherit' });
  return result.status ?? 1;
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
