// Names of programs and of their options: cspell:ignore clush forks fanout
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WritableHosts } from '../hosts/sshd.ts';
import { measure } from '../measure/process.ts';
import type { Contender } from '../measure/pairs.ts';
import { PYTHON } from '../report/environment.ts';
import { CHECK, digest, jobFiles } from './job.ts';

/** Runs of tools that take long. */
const SLOW_RUNS = 5;

const FABRIC = fileURLToPath(new URL('with_fabric.py', import.meta.url));

/** The other tools that are installed on this machine, configured for speed, for the work of B1 and B2. */
export function otherTools(hosts: WritableHosts): readonly Contender[] {
  const directory = mkdtempSync(join(dirname(hosts.file), 'tools-'));
  const files = join(directory, 'files');
  mkdirSync(files);
  for (const { name, text } of jobFiles()) writeFileSync(join(files, name), text);
  return [
    ...(isInstalled('ansible-playbook') ? ansible(directory, hosts) : []),
    ...(hasFabric() ? [fabric(directory, hosts)] : []),
    ...(isInstalled('clush') ? [clush(directory, hosts)] : []),
    openssh(directory, hosts),
  ];
}

function ansible(directory: string, { job, config }: WritableHosts): readonly Contender[] {
  const inventory = join(directory, 'hosts.ini');
  writeFileSync(inventory, `[all]\n${job.hosts.map(({ name }) => name).join('\n')}\n`);
  const settings = join(directory, 'ansible.cfg');
  writeFileSync(
    settings,
    `[defaults]\nforks = ${job.hosts.length}\ngathering = explicit\n[ssh_connection]\npipelining = True\nssh_args = -F ${config}\n`,
  );
  return ['linear', 'free'].map((strategy) => {
    const playbook = join(directory, `${strategy}.json`);
    writeFileSync(
      playbook,
      JSON.stringify([playOf(directory, job.directory, { strategy, become: job.become })]),
    );
    const words = ['ansible-playbook', '-i', inventory, playbook];
    const env = { ANSIBLE_CONFIG: settings, ANSIBLE_LOCALHOST_WARNING: 'False' };
    return { name: `ansible, ${strategy}`, run: () => measure({ words, env }), atMost: SLOW_RUNS };
  });
}

/** A play in JSON, which is also YAML. */
function playOf(
  directory: string,
  target: string,
  options: { readonly strategy: string; readonly become: boolean },
) {
  const loop = jobFiles().map(({ name }) => name);
  return {
    hosts: 'all',
    gather_facts: false,
    ...options,
    tasks: [
      { file: { path: target, state: 'directory', owner: 'root', mode: '0755' } },
      {
        copy: { src: `${directory}/files/{{ item }}`, dest: `${target}/`, owner: 'root', mode: '0644' },
        loop,
      },
      { command: { argv: [...CHECK] }, changed_when: false },
    ],
  };
}

/** Threads of one Python program. The files are in the command that writes them, which is faster than SFTP. */
function fabric(directory: string, { job, config }: WritableHosts): Contender {
  const archive = execFileSync('tar', ['-czf', '-', '--owner', 'root', '-C', `${directory}/files`, '.']);
  const unpack = `mkdir -p ${job.directory} && base64 -d | tar -xzf - -C ${job.directory}`;
  const write = `echo ${archive.toString('base64')} | ${job.become ? 'sudo -n ' : ''}sh -c 'umask 022; ${unpack}'`;
  const { knownHosts } = job;
  const hosts = job.hosts.map(({ name }) => name);
  const settings = join(directory, 'fabric.json');
  writeFileSync(settings, JSON.stringify({ hosts, config, knownHosts, query: query(job), write }));
  return { name: 'fabric', run: () => measure({ words: [PYTHON, FABRIC, settings] }) };
}

/** Checks all files in one command, and copies them if that fails on a host. */
function clush(directory: string, { job, config }: WritableHosts): Contender {
  const nodes = job.hosts.map(({ name }) => name).join(',');
  const on = `clush -q -S -f ${job.hosts.length} -w ${nodes} -o '-F ${config}'`;
  const file = join(directory, 'clush.sh');
  const sudo = job.become ? 'sudo -n ' : '';
  const stage = '/tmp/quorate-bench';
  const prepare = `${on} 'mkdir -p ${stage} && ${sudo}mkdir -p ${job.directory}'`;
  const install = `${on} '${sudo}cp ${stage}/files/* ${job.directory}/'`;
  const copy = `${prepare} && ${on} --copy ${directory}/files --dest ${stage} && ${install}`;
  writeFileSync(file, `${on} ${quoted(query(job))} >/dev/null 2>&1 || { ${copy}; }\n`);
  return { name: 'clush', run: () => measure({ words: ['/bin/sh', file] }) };
}

/** One ssh for each host, through connections that stay open between the runs. */
function openssh(directory: string, { job, config }: WritableHosts): Contender {
  const file = join(directory, 'ssh.sh');
  const write = `${job.become ? 'sudo -n ' : ''}sh -c 'umask 022; mkdir -p ${job.directory} && tar -xf - -C ${job.directory}'`;
  const lines = job.hosts.map(
    ({ name }) =>
      `{ ssh -F ${config} ${name} ${quoted(query(job))} </dev/null >/dev/null 2>&1 || tar -cf - --owner root -C ${directory}/files . | ssh -F ${config} ${name} ${quoted(write)}; } &`,
  );
  writeFileSync(file, `${lines.join('\n')}\nwait\n`);
  return { name: 'ssh with ControlMaster', run: () => measure({ words: ['/bin/sh', file] }) };
}

/** A command that succeeds if all files have their contents. */
function query({ directory, become }: WritableHosts['job']): string {
  const sums = jobFiles().map(({ name, text }) => `${digest(text)}  ${directory}/${name}`);
  return `printf "%s\\n" ${sums.map((sum) => `"${sum}"`).join(' ')} | ${become ? 'sudo -n ' : ''}sha256sum --quiet -c - && ${CHECK.join(' ')}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const isInstalled = (program: string) => succeeds(`command -v ${program}`);

const hasFabric = () => succeeds(`${PYTHON} -c "import fabric"`);

function succeeds(line: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', line], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
