import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { paths } from './paths.ts';

type Level = 'DEBUG' | 'INFO' | 'NOTICE' | 'WARNING' | 'ERROR';

const weight: Record<Level, number> = { DEBUG: 10, INFO: 20, NOTICE: 25, WARNING: 30, ERROR: 40 };
const color: Record<Level, number> = { DEBUG: 34, INFO: 37, NOTICE: 32, WARNING: 33, ERROR: 31 };
const bold = (code: number, text: string): string => `\u001b[1;${code}m${text}\u001b[0m`;
const plain = (code: number, text: string): string => `\u001b[0;${code}m${text}\u001b[0m`;

let consoleLevel: number | undefined;

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

/** Enables logging. Without this call nothing is written, so that the unit tests of the validation write no log. */
export function startLogging(verbose: boolean): void {
  consoleLevel = verbose ? weight.DEBUG : weight.INFO;
  mkdirSync(dirname(paths.log), { recursive: true });
}

export function getLog(name: string): Log {
  const at = (level: Level) => (message: string) => write(`[${name.toUpperCase()}]`, level, message);
  return {
    debug: at('DEBUG'),
    info: at('INFO'),
    notice: at('NOTICE'),
    warning: at('WARNING'),
    error: at('ERROR'),
  };
}

function write(name: string, level: Level, message: string): void {
  if (consoleLevel === undefined) return;
  const time = timestamp(new Date());
  appendFileSync(paths.log, `${time} - ${name} - ${level} - ${message}\n`);
  if (weight[level] < consoleLevel) return;
  const colored = plain(color[level], message);
  process.stdout.write(`${time} - ${bold(34, name)} - ${bold(color[level], level)} - ${colored}\n`);
  if (level === 'ERROR') process.stderr.write(`${colored}\n`);
}

/** Python's default format: local time, milliseconds after a comma. */
function timestamp(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  return `${day} ${time},${String(now.getMilliseconds()).padStart(3, '0')}`;
}
