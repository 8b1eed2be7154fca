/*
 * In place of Terraform where it is absent: `apply` runs the command of the only local-exec in main.tf, with the variables of -var, as
 * Terraform does when the resource is created.
 */
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');

const [, , command, ...options] = process.argv;
if (command !== 'apply') process.exit(0);
const text = readFileSync('main.tf', 'utf8');
const given = Object.fromEntries(options.filter((_, i) => options[i - 1] === '-var').map((pair) => pair.split(/=(.*)/s)));
const defaults = Object.fromEntries([...text.matchAll(/variable "(\w+)" {[^}]*default\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, value]));
const variables = { ...defaults, ...given };
const env = Object.fromEntries([...text.matchAll(/^\s+([A-Z_]+)\s*=\s*var\.(\w+)$/gm)].map(([, name, variable]) => [name, variables[variable]]));
const [, line] = /^\s*command = (".*")$/m.exec(text);
const script = JSON.parse(line).replace(/\$\{var\.(\w+)\}/g, (_, variable) => variables[variable]);
const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], { env: { ...process.env, ...env }, encoding: 'utf8' });
process.stdout.write(stdout.replace(/^/gm, 'terraform_data.follow (local-exec): '));
process.stderr.write(stderr);
process.exit(status ? 1 : 0);
