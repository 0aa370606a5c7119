import { SECOND } from '../../../model/duration.ts';
import type { OpenSshHost } from '../../ssh/config/client/for-openssh.ts';
import { effectiveSettings } from '../../ssh/config/openssh.ts';
import type { PrintedSettings } from '../../ssh/config/openssh.ts';
import type { OpenSshClient, SshOptions } from '../../ssh/connect/options.ts';
import { answerable, promptAnswers } from '../askpass/answers.ts';
import { SOCKET_VARIABLE, writeAskpass } from '../askpass/program.ts';
import { askpassServer } from '../askpass/server.ts';
import type { AskpassServer } from '../askpass/server.ts';
import { masterArguments } from './arguments.ts';
import { startMaster } from './master.ts';
import type { Master } from './master.ts';
import { privateDirectory } from './private-directory.ts';

/** A master that was started, and the server of its prompts. */
export interface StartedMaster {
  readonly master: Master;
  readonly prompts: AskpassServer;
  /** Returns the effective settings of its ssh. */
  readonly settings: () => Promise<PrintedSettings | undefined>;
}

interface StartSettings {
  /** Time until sshd responds. */
  readonly reachMs: number;
  /** The control socket of the bastion through which the host is reached. */
  readonly through: string | undefined;
}

interface MasterStarter {
  start(host: OpenSshHost, settings: StartSettings): Promise<StartedMaster>;
  /** Deletes the sockets. */
  close(): void;
}

const SYSTEM: OpenSshClient = { program: 'ssh', env: {} };

/** Starts masters, whose sockets are in one private directory. */
export function masterStarter(options: SshOptions): MasterStarter {
  const { program, env, configFile } = options.openssh ?? SYSTEM;
  const answers = promptAnswers(options);
  let prepared: ReturnType<typeof prepare> | undefined;
  let count = 0;
  return {
    start: async (host, { reachMs, through }) => {
      prepared ??= prepare();
      const { directory, askpass } = await prepared;
      count += 1;
      const socket = `${directory.path}/${count}`;
      const prompts = await askpassServer(`${socket}.ask`, answers(host));
      const args = masterArguments(host, {
        ...{ program, socket, through, reachMs },
        ...(configFile !== undefined && { configFile }),
        acceptNewHostKeys: options.acceptNewHostKeys,
        alsoKnownHosts: options.alsoKnownHosts ?? [],
        keepaliveMs: options.keepaliveMs ?? 10 * SECOND,
        ...answerable(host, options),
      });
      const master = startMaster({
        ...{ program, args, socket },
        env: {
          ...env,
          ...(options.agentSocket !== undefined && { SSH_AUTH_SOCK: options.agentSocket }),
          ...askpassVariables(askpass, `${socket}.ask`, env['DISPLAY']),
        },
      });
      void master.ended.then(prompts.close);
      return { master, prompts, settings: () => effectiveSettings({ program, env }, args) };
    },
    close: () => void prepared?.then(({ directory }) => directory.delete()),
  };
}

async function prepare() {
  const directory = await privateDirectory();
  return { directory, askpass: await writeAskpass(directory.path) };
}

/** Variables with which ssh prompts through a program. Before OpenSSH 8.4, it does so only if DISPLAY is set. */
function askpassVariables(program: string, socket: string, display = ':') {
  return {
    SSH_ASKPASS: program,
    SSH_ASKPASS_REQUIRE: 'force',
    DISPLAY: display,
    [SOCKET_VARIABLE]: socket,
  };
}
