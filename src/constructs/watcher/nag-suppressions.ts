import * as cdk from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';

const SOLUTIONS = ['AwsSolutions'];
const R5 = ['NIST.800.53.R5'];
const NIST = ['NIST.800.53.R4', ...R5];

/**
 * Findings of cdk-nag (AwsSolutions, NIST 800-53 R4 and R5) that are intended, and the reason of each. Only for properties that the user
 * cannot set. cdk-nag itself is not needed.
 */
const REASONS = {
  IAM5: {
    packs: SOLUTIONS,
    reason: 'IAM knows no narrower resource for these calls, or its name is known only when the watched service exists '
      + '(docs/decisions/0003 of cdk-diagnosed-fargate)',
  },
  IAMNoInlinePolicy: { packs: NIST, reason: 'Permissions of this one function, deleted along with it' },
  CloudWatchLogGroupEncrypted: {
    packs: NIST,
    reason: 'Encrypted by CloudWatch Logs; DeploymentWatcher.configure takes a log group with your own key',
  },
  LambdaInsideVPC: { packs: NIST, reason: 'Calls APIs of AWS only and accepts no connections; DeploymentWatcher.configure takes a VPC' },
  LambdaConcurrency: {
    packs: R5,
    reason: 'Runs for a second at a time; a reservation would take concurrency from the rest of the account',
  },
  LambdaDLQ: { packs: R5, reason: 'A lost request is of no use later: CloudFormation waits for the answer and reports when there is none' },
  L1: { packs: SOLUTIONS, reason: 'The runtime that this version of cdk-diagnosed-fargate is tested with' },
  SF1: {
    packs: SOLUTIONS,
    reason: 'Its input holds the presigned address for the answer to CloudFormation, which belongs in no log; '
      + 'the function logs what it finds',
  },
  SF2: { packs: SOLUTIONS, reason: 'One task in a loop: the log of the function shows all that a trace would' },
};

export type Finding = keyof typeof REASONS;

export function suppress(resource: CfnResource, ...findings: Finding[]) {
  const rules = findings.flatMap((rule) => REASONS[rule].packs.map((pack) => ({ id: `${pack}-${rule}`, reason: REASONS[rule].reason })));
  // cdk-nag 2 reads the metadata of the resource.
  resource.addMetadata('cdk_nag', { rules_to_suppress: rules });
  acknowledge(resource, rules);
}

interface Rule {
  readonly id: string;
  readonly reason: string;
}

/** In aws-cdk-lib since 2.257, later than the floor: cdk-nag 3 reads these acknowledgements, and no metadata. */
interface Acknowledgements {
  of(scope: CfnResource): { acknowledge(...rules: Rule[]): void };
}

function acknowledge(resource: CfnResource, rules: readonly Rule[]) {
  const validations: Acknowledgements | undefined = Reflect.get(cdk, 'Validations');
  if (!validations) return;
  const isOfEachWildcard = ({ id }: Rule) => id === 'AwsSolutions-IAM5';
  validations.of(resource).acknowledge(...rules.filter((rule) => !isOfEachWildcard(rule)));
  const ofEach = rules.find(isOfEachWildcard);
  if (!ofEach) return;
  // Wildcards are acknowledged one by one, by the text that they resolve to in the complete app, which is validated before cdk-nag looks
  // at it.
  const known = new Set<string>();
  resource.node.addValidation({
    validate: () => {
      const more = wildcards(resource).map((wildcard) => `${ofEach.id}[Resource::${wildcard}]`).filter((id) => !known.has(id));
      validations.of(resource).acknowledge(...more.map((id) => ({ id, reason: ofEach.reason })));
      more.forEach((id) => known.add(id));
      return [];
    },
  });
}

interface Document {
  readonly Statement?: readonly { readonly Resource?: unknown }[];
}

/** Resources with a wildcard that the policies of a resource name, in the form of cdk-nag. */
function wildcards(resource: CfnResource): string[] {
  const documents: Document[] = resource.stack.resolve(policyDocuments(resource));
  const named = documents.flatMap(({ Statement }) => Statement ?? []).flatMap(({ Resource }) => Resource ?? []).map(flat);
  return [...new Set(named.filter((text) => text.includes('*')))];
}

function policyDocuments(resource: CfnResource): unknown[] {
  if (resource instanceof CfnPolicy) return [resource.policyDocument];
  if (!(resource instanceof CfnRole)) return [];
  return [resource.policies ?? []].flat().map((policy) => ('policyDocument' in policy ? policy.policyDocument : {}));
}

/** An intrinsic function as cdk-nag writes it: `<LogicalId>`, `<LogicalId.Arn>`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', undefined]] = Object.entries(value ?? {});
  if (name === 'Ref') return `<${flat(argument)}>`;
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.map(flat).join('.')}>`;
  if (name === 'Fn::Join' && Array.isArray(argument)) return argument[1].map(flat).join(argument[0]);
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument.replace(/\$\{/g, '<').replace(/\}/g, '>');
  return name === 'Fn::ImportValue' ? flat(argument) : JSON.stringify(value);
}
