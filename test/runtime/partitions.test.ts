import { execFile } from 'child_process';
import path from 'path';
import { promisify } from 'util';

const BUNDLE = path.join(__dirname, '../../assets/watcher/index.js');
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/1';
const EVENT = {
  RequestType: 'Create', RequestId: 'r', ResponseURL: 'https://answers.s3.amazonaws.com/r', StackId: STACK, LogicalResourceId: 'L', ResourceType: 'x',
  ResourceProperties: { ServiceToken: 't', ServiceLogicalId: 'Api', ServicePath: 'Shop/Api', StateMachineArn: 'm', Options: '{}', Service: {} },
};

/** Instead of a connection: the host on the standard output. */
const CODE = `
require('https').request = ({ host }) => { console.log(host); process.exit(0); };
require(${JSON.stringify(BUNDLE)}).handler(${JSON.stringify(EVENT)}, { getRemainingTimeInMillis: () => 60000, logStreamName: 's' });`;

// Domains: AWS General Reference and the table of partitions in the AWS SDKs (aws-sdk/core, partitions).
test.each([
  ['eu-west-1', 'amazonaws.com'],
  ['mx-central-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['us-iso-east-1', 'c2s.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'csp.hci.ic.gov'],
  ['eusc-de-east-1', 'amazonaws.eu'],
])('the function in %s calls AWS at its own domain, %s', async (region, domain) => {
  const env = { AWS_REGION: region, AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', CODE], { env });
  expect(stdout).toBe(`cloudformation.${region}.${domain}\n`);
});
