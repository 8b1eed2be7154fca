import { spawnSync } from 'node:child_process';

/** Runs a command and shows its output only if it fails. */
export function runner() {
  const base = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', JSII_DEPRECATED: 'quiet', GOFLAGS: '-mod=mod' };
  // npm hands its own settings to child processes as variables.
  for (const name of Object.keys(base)) if (/^npm_(config_omit|package|lifecycle)/.test(name)) delete base[name];
  return (cwd, command, ...args) => {
    const env = typeof args[args.length - 1] === 'object' ? { ...base, ...args.pop() } : base;
    const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (error?.code === 'ENOENT') throw new Error(`${command} is not installed`);
    if (error) throw error;
    const lastLines = [stdout, stderr].join('\n').trim().split('\n').slice(-40).join('\n');
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${lastLines}`);
    return stdout;
  };
}
