/*
 * Which failed stack events the installed AWS CDK CLI takes for errors. Only these are printed and investigated. The package of the CLI exports
 * nothing, so its bundle is compiled with one more line.
 *   node cdk-cli.cjs PATH_OF_AWS_CDK < [[event, …], …]
 * Prints the logical ids of the errors for each list of events.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

const bundle = join(process.argv[2], 'lib', 'index.js');
const cli = new Module(bundle);
cli.filename = bundle;
cli.paths = Module._nodeModulePaths(join(process.argv[2], 'lib'));
cli._compile(`${readFileSync(bundle, 'utf8')}
init_resource_errors();
module.exports.ResourceErrors = ResourceErrors;`, bundle);

const answers = JSON.parse(readFileSync(0, 'utf8')).map((events) => {
  const errors = new cli.exports.ResourceErrors();
  errors.update(...events.map((event) => ({ event, parentStackLogicalIds: [] })));
  return errors.all.map(({ logicalId }) => logicalId);
});
process.stdout.write(JSON.stringify(answers));
