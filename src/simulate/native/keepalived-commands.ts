import type { AbsolutePath } from '../../model/names.ts';
import type { ProgramContext, ProgramRun, ProgramUsages, UsageArguments } from '../commands/usage.ts';
import { fileText } from '../world/host.ts';
import { applyKernelSettings, holdersOf, readKeepalived } from './keepalived.ts';

export const keepalivedUsages: ProgramUsages = {
  actions: {},
  questions: { '--config-test --use-file PATH': testConfig },
};

function* testConfig({ host, err }: ProgramContext, { PATH = '' }: UsageArguments): ProgramRun {
  yield 30;
  const settings = readKeepalived(fileText(host, PATH as AbsolutePath));
  const known = settings && (host.interfaces?.[settings.interface] ?? !host.interfaces);
  if (known) return 0;
  err(
    settings
      ? `interface ${settings.interface} for vrrp_instance virtual_ip doesn't exist`
      : `${PATH}: the configuration is incomplete`,
  );
  return 5;
}

export const ipUsages: ProgramUsages = {
  actions: {},
  questions: { '-oneline address show to ADDRESS': showAddress },
};

function* showAddress({ world, host, out }: ProgramContext, { ADDRESS = '' }: UsageArguments): ProgramRun {
  yield 10;
  // Hosts of one machine have the same addresses.
  const isHeld = holdersOf(world, ADDRESS).some(({ machine }) => machine === host.machine);
  if (isHeld || host.spec.privateIp === ADDRESS) out(`2: eth0    inet ${ADDRESS}/32 scope global eth0`);
  return 0;
}

export const sysctlUsages: ProgramUsages = {
  questions: {},
  actions: { FILE: applySettings },
};

function* applySettings({ host, err }: ProgramContext, { FILE = '' }: UsageArguments): ProgramRun {
  yield 100;
  if (!host.files.has(FILE as AbsolutePath)) {
    err(`Couldn't open ${FILE}: No such file or directory`);
    return 1;
  }
  applyKernelSettings(host);
  return 0;
}
