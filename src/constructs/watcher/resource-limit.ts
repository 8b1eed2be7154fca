import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { DIAGNOSIS_ID, FUNCTION_ID, WAITER_ID } from '../../contract';
import { isInTemplate, LateResources } from '../template/cdk-internals';

/** AWS CloudFormation User Guide, "Understand CloudFormation quotas": resources in a template. */
const MAX_RESOURCES = 500;
/** A service with its log group, roles and target group is ten resources or so: room for a few more. */
const NEAR = 450;

/** Of the AWS CDK: another limit for its own check; 0 switches the check off. */
const LIMIT_CONTEXT = '@aws-cdk/core:stackResourceLimit';

/**
 * Names `exclude` before the AWS CDK refuses a template with too many resources, which does not say who added them: a warning near the
 * limit, an error if the stack would be within it without the diagnoses.
 */
export function checkResourceLimit(stack: Stack): string[] {
  const limit: unknown = stack.node.tryGetContext(LIMIT_CONTEXT) ?? MAX_RESOURCES;
  if (limit !== MAX_RESOURCES) return [];
  const { all, ours, services } = count(stack);
  if (all < NEAR) return [];
  const { path } = stack.node;
  const text = `${path} has ${all} resources, and CloudFormation allows ${MAX_RESOURCES} in a stack. `
    + `${ours} of them diagnose the deployments of ${services} services. `
    + 'Leave services out (exclude of DiagnoseDeployments, or enabled: false), or move some to another stack.';
  if (all > MAX_RESOURCES) return all - ours > MAX_RESOURCES ? [] : [text];
  Annotations.of(stack).addWarningV2('cdk-diagnosed-fargate:resourceLimit', text);
  return [];
}

const OURS = new Set([DIAGNOSIS_ID, FUNCTION_ID, WAITER_ID]);

function count(stack: Stack): { readonly all: number; readonly ours: number; readonly services: number } {
  let [all, ours, services] = [0, 0, 0];
  for (const construct of stack.node.findAll()) {
    if (Stack.of(construct) !== stack) continue;
    const isResource = CfnResource.isCfnResource(construct) && isInTemplate(construct);
    const number = construct instanceof LateResources ? construct.count() : Number(isResource);
    all += number;
    if (number && construct.node.scopes.some(({ node }) => OURS.has(node.id))) ours += number;
    if (number && construct.node.scope?.node.id === DIAGNOSIS_ID) services++;
  }
  return { all, ours, services };
}
