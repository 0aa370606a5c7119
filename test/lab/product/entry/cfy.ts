import { homedir } from 'node:os';
import { runCfy, UsageError } from '../cli/cfy/commands.ts';

async function main(args: readonly string[]): Promise<number> {
  try {
    await runCfy(args, process.env['CFY_WORKDIR'] ?? homedir());
    return 0;
  } catch (error) {
    const usage = error instanceof UsageError;
    const text = usage
      ? `Usage: cfy [OPTIONS] COMMAND [ARGS]...\n\nError: ${error.message}`
      : (error as Error).message;
    const quiet = usage || args.includes('--json');
    (quiet ? process.stderr : process.stdout).write(`${text}\n`);
    return usage ? 2 : 1;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
