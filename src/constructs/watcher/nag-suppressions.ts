import * as cdk from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';

const SOLUTIONS = 'AwsSolutions', SERVERLESS = 'Serverless';
const HIPAA = 'HIPAA.Security', R4 = 'NIST.800.53.R4', R5 = 'NIST.800.53.R5', PCI = 'PCI.DSS.321';
const NIST_AND_ALIKE = [HIPAA, R4, R5, PCI];

const ruleIn = (name: string, ...packs: readonly string[]) => packs.map((pack) => `${pack}-${name}`);

interface Reason {
  /** Of the packs of cdk-nag. */
  readonly rules: readonly string[];
  /** The check of checkov that finds the same, if there is one. */
  readonly checkov?: string;
  readonly reason: string;
}

/**
 * Findings of the packs of cdk-nag and of checkov that are intended, and the reason of each. Only for properties that the user cannot set.
 * Neither tool is needed. Short: a template has most of them four times.
 */
const REASONS = {
  IAM5: {
    rules: ruleIn('IAM5', SOLUTIONS),
    reason: 'No narrower resource, or one that the role would wait for (SECURITY.md of cdk-diagnosed-fargate)',
  },
  LambdaStarPermissions: {
    rules: ruleIn('LambdaStarPermissions', SERVERLESS),
    reason: 'For calls for which IAM knows no resource',
  },
  NetworkInterfaces: {
    rules: [],
    checkov: 'CKV_AWS_111',
    reason: 'Network interfaces of a function in a VPC, as AWS Lambda documents it; denied to the code of the function',
  },
  IAMNoInlinePolicy: {
    rules: ruleIn('IAMNoInlinePolicy', ...NIST_AND_ALIKE),
    reason: 'For one role, deleted along with it',
  },
  CloudWatchLogGroupEncrypted: {
    rules: ruleIn('CloudWatchLogGroupEncrypted', ...NIST_AND_ALIKE),
    checkov: 'CKV_AWS_158',
    reason: 'Encrypted by CloudWatch Logs; DeploymentWatcher.configure takes a key',
  },
  LambdaInsideVPC: {
    rules: ruleIn('LambdaInsideVPC', ...NIST_AND_ALIKE),
    checkov: 'CKV_AWS_117',
    reason: 'Calls AWS only; DeploymentWatcher.configure takes a VPC',
  },
  LambdaConcurrency: {
    rules: ruleIn('LambdaConcurrency', HIPAA, R5),
    checkov: 'CKV_AWS_115',
    reason: 'A reservation would take concurrency from the rest of the account',
  },
  LambdaDLQ: {
    rules: ruleIn('LambdaDLQ', HIPAA, R5, SERVERLESS),
    checkov: 'CKV_AWS_116',
    reason: 'CloudFormation itself reports a request without an answer',
  },
  LambdaTracing: {
    rules: ruleIn('LambdaTracing', SERVERLESS),
    reason: 'The log of the function shows each look and each answer',
  },
  L1: {
    rules: [...ruleIn('L1', SOLUTIONS), ...ruleIn('LambdaLatestVersion', SERVERLESS)],
    reason: 'The runtime that this version is tested with',
  },
  SF1: {
    rules: ruleIn('SF1', SOLUTIONS),
    reason: 'Its input holds the presigned URL for the answer, which belongs in no log',
  },
  SF2: {
    rules: [...ruleIn('SF2', SOLUTIONS), ...ruleIn('StepFunctionStateMachineXray', SERVERLESS)],
    reason: 'The log of the function shows all that a trace would',
  },
} satisfies { readonly [finding: string]: Reason };

export type Finding = keyof typeof REASONS;

export function suppress(resource: CfnResource, ...findings: Finding[]) {
  const reasons = findings.map((finding): Reason => REASONS[finding]);
  const rules = reasons.flatMap((each) => each.rules.map((id) => ({ id, reason: each.reason })));
  // cdk-nag 2 reads the metadata of the resource.
  resource.addMetadata('cdk_nag', { rules_to_suppress: rules });
  acknowledge(resource, rules);
  // So does checkov ("Suppressing and Skipping Policies" in its documentation).
  const skip = reasons.flatMap(({ checkov, reason }) => (checkov === undefined ? [] : [{ id: checkov, comment: reason }]));
  if (skip.length) resource.addMetadata('checkov', { skip });
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
      for (const id of more) {
        known.add(id);
        try {
          validations.of(resource).acknowledge({ id, reason: ofEach.reason });
        } catch {
          // aws-cdk-lib 2.257 to 2.268 refuses ids with a second `::`, which an ARN has. There the finding of cdk-nag 3 stays.
        }
      }
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
