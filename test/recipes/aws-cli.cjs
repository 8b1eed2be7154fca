/*
 * In place of the AWS CLI where it is absent: `aws SERVICE OPERATION [--option VALUE...] [--query PATH] [--output text]` by the SDK, for the
 * options of the recipes. `npm run test:recipes` runs them with the real one.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..', 'node_modules', '@aws-sdk');
const SERVICES = { ecs: ['client-ecs', 'ECSClient'], cloudformation: ['client-cloudformation', 'CloudFormationClient'] };

const pascal = (kebab) => kebab.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join('');
const camel = (kebab) => kebab.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const contentOf = (value) => (value.startsWith('file://') ? readFileSync(value.slice('file://'.length), 'utf8') : value);
const valueOf = (text) => (text.trim().startsWith('{') ? JSON.parse(text) : text);
const shorthand = (value) => Object.fromEntries(value.split(',').map((pair) => pair.split('=')));
const valueAt = (output, path) => path.split('.').reduce((value, name) => value?.[name], output);

async function main([service, operation, ...rest]) {
  const [name, client] = SERVICES[service];
  const sdk = require(join(ROOT, name));
  const input = {};
  const flags = {};
  for (let i = 0; i < rest.length; i++) {
    const option = rest[i].slice('--'.length);
    const isFlag = rest[i + 1] === undefined || rest[i + 1].startsWith('--');
    const value = isFlag ? true : contentOf(rest[++i]);
    if (option === 'query' || option === 'output') flags[option] = value;
    else if (option === 'cli-input-json') Object.assign(input, JSON.parse(value));
    else if (option === 'deployment-config') input.DeploymentConfig = shorthand(value);
    else if (option === 'parameters') input.Parameters = [shorthand(value)];
    else if (service === 'ecs') input[camel(option)] = isFlag ? value : valueOf(value);
    else input[pascal(option)] = value;
  }
  const output = await new sdk[client]({}).send(new sdk[`${pascal(operation)}Command`](input));
  const shown = flags.query ? valueAt(output, flags.query) : output;
  process.stdout.write(`${typeof shown === 'string' && flags.output === 'text' ? shown : JSON.stringify(shown)}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exit(254);
});
