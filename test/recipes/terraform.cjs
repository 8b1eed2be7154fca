/*
 * In place of Terraform where it is absent: `apply` runs the command of the only local-exec in main.tf, with the variables of -var, as
 * Terraform does when the resource is created, and when a value of `triggers_replace` is another one than in the state. A resource whose
 * provisioner has failed is tainted: the next apply replaces it.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');

const STATE = 'terraform.tfstate';

const [, , command, ...options] = process.argv;
if (command !== 'apply') process.exit(0);
const text = readFileSync('main.tf', 'utf8');
const given = Object.fromEntries(options.filter((_, i) => options[i - 1] === '-var').map((pair) => pair.split(/=(.*)/s)));
const defaults = Object.fromEntries([...text.matchAll(/variable "(\w+)" {[^}]*default\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, value]));
const variables = { ...defaults, ...given };
const env = Object.fromEntries([...text.matchAll(/^\s+([A-Z_]+)\s*=\s*var\.(\w+)$/gm)].map(([, name, variable]) => [name, variables[variable]]));
const [, line] = /^\s*command = (".*")$/m.exec(text);
const script = JSON.parse(line).replace(/\$\{var\.(\w+)\}/g, (_, variable) => variables[variable]);
const [, triggers] = /^\s*triggers_replace = \[(.*)\]$/m.exec(text);
const values = JSON.stringify(triggers.split(',').map((name) => variables[/^var\.(\w+)$/.exec(name.trim())[1]]));
if (existsSync(STATE) && readFileSync(STATE, 'utf8') === values) process.exit(0);
const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], { env: { ...process.env, ...env }, encoding: 'utf8' });
process.stdout.write(stdout.replace(/^/gm, 'terraform_data.follow (local-exec): '));
process.stderr.write(stderr);
writeFileSync(STATE, status ? 'tainted' : values);
process.exit(status ? 1 : 0);
