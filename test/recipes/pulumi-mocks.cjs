/*
 * pulumi-mocks.cjs TOOLS CLUSTER SERVICE REVISION: runs examples/pulumi, which `npm run test:recipes` has compiled to TOOLS/pulumi, with the
 * mocks of Pulumi, and prints what its resources are given.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , tools, cluster, name, taskDefinition] = process.argv;
const load = createRequire(join(tools, 'pulumi', 'index.js'));
const pulumi = load('@pulumi/pulumi');
const seen = {};

pulumi.runtime.setAllConfig({ 'shop:imageTag': '1.42.0', 'shop:subnets': '["subnet-0a1b2c3d4e5f60718"]' });
pulumi.runtime.setMocks({
  newResource: ({ type, inputs }) => {
    if (type === 'command:local:Command') seen.command = inputs;
    if (type === 'awsx:ecs:FargateService') seen.service = inputs;
    const outputs = type === 'awsx:ecs:FargateService' ? { service: { cluster, name, taskDefinition } } : {};
    return { id: 'id', state: { ...inputs, ...outputs } };
  },
  call: () => ({ arn: cluster }),
}, 'shop', 'test');

load('./index.js');
// The resources are registered once their inputs are known.
process.on('beforeExit', () => {
  if (seen.printed) return;
  seen.printed = true;
  process.stdout.write(`${JSON.stringify({ command: seen.command, service: seen.service })}\n`);
});
