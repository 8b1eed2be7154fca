import { CfnResource } from 'aws-cdk-lib';

const SOLUTIONS = ['AwsSolutions'];
const R5 = ['NIST.800.53.R5'];
const NIST = ['NIST.800.53.R4', ...R5];

/**
 * Findings of cdk-nag (AwsSolutions, NIST 800-53 R4 and R5) that are intended, with the reason, in the metadata that cdk-nag reads. Only for
 * what the user cannot set; cdk-nag itself is not needed.
 */
const REASONS = {
  IAM5: {
    packs: SOLUTIONS,
    reason: 'IAM knows no narrower resource for these calls, or its name is known only when the watched service exists (docs/decisions/0003 of cdk-diagnosed-fargate)',
  },
  IAMNoInlinePolicy: { packs: NIST, reason: 'Permissions of this one function, deleted along with it' },
  CloudWatchLogGroupEncrypted: { packs: NIST, reason: 'Encrypted by CloudWatch Logs; DeploymentWatcher.configure takes a log group with your own key' },
  LambdaInsideVPC: { packs: NIST, reason: 'Calls APIs of AWS only and accepts no connections; DeploymentWatcher.configure takes a VPC' },
  LambdaConcurrency: { packs: R5, reason: 'Runs for a second at a time; a reservation would take concurrency from the rest of the account' },
  LambdaDLQ: { packs: R5, reason: 'A lost request is of no use later: CloudFormation waits for the answer and reports when there is none' },
  L1: { packs: SOLUTIONS, reason: 'The runtime that this version of cdk-diagnosed-fargate is tested with' },
  SF1: { packs: SOLUTIONS, reason: 'Its input holds the presigned address for the answer to CloudFormation, which belongs in no log; the function logs what it finds' },
  SF2: { packs: SOLUTIONS, reason: 'One task in a loop: the log of the function tells all that a trace would' },
};

export type Finding = keyof typeof REASONS;

export function suppress(resource: CfnResource, ...findings: Finding[]) {
  const rules = findings.map((rule) => ({ rule, ...REASONS[rule] }));
  resource.addMetadata('cdk_nag', {
    rules_to_suppress: rules.flatMap(({ rule, packs, reason }) => packs.map((pack) => ({ id: `${pack}-${rule}`, reason }))),
  });
}
