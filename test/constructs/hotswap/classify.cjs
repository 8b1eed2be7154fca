/*
 * Runs the classification of the installed AWS CDK CLI. Its package exports nothing, so its bundle is compiled with one more line.
 *   node classify.cjs PATH_OF_AWS_CDK < [{ "before": template, "after": template }, …]
 * Prints { "hotswappable": [types], "not": [descriptions] } for each pair.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

const bundle = join(process.argv[2], 'lib', 'index.js');
const cli = new Module(bundle);
cli.filename = bundle;
cli.paths = Module._nodeModulePaths(join(process.argv[2], 'lib'));
cli._compile(`${readFileSync(bundle, 'utf8')}
init_hotswap_deployments();
init_evaluate_cloudformation_template();
module.exports.hotswap = { classifyResourceChanges, EvaluateCloudFormationTemplate, cfn_diff };`, bundle);
const { classifyResourceChanges, EvaluateCloudFormationTemplate, cfn_diff } = cli.exports.hotswap;

async function classify({ before, after }) {
  const resources = Object.entries(before.Resources).map(([id, { Type }]) => ({
    LogicalResourceId: id,
    PhysicalResourceId: Type === 'AWS::ECS::Service' ? `arn:aws:ecs:eu-west-1:123456789012:service/shop/${id}` : id,
    ResourceType: Type,
  }));
  const sdk = { cloudFormation: () => ({ listStackResources: async () => resources }), getUrlSuffix: async () => 'amazonaws.com' };
  const template = new EvaluateCloudFormationTemplate({
    stackArtifact: { stackName: 'Shop', template: after, manifest: {}, assembly: { directory: '.' } },
    parameters: {}, account: '123456789012', region: 'eu-west-1', partition: 'aws', sdk, nestedStacks: {},
  });
  const { hotswappable, nonHotswappable } = await classifyResourceChanges(cfn_diff.fullDiff(before, after), template, sdk, {}, {});
  return {
    hotswappable: hotswappable.flatMap(({ change }) => change.resources.map(({ resourceType }) => resourceType)),
    not: nonHotswappable.map(({ change }) => change.description ?? change.reason),
  };
}

async function main() {
  const answers = [];
  for (const pair of JSON.parse(readFileSync(0, 'utf8'))) answers.push(await classify(pair));
  process.stdout.write(JSON.stringify(answers));
}

void main();
