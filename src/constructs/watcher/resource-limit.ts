import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { DIAGNOSIS_ID, FUNCTION_ID, WAITER_ID } from '../../contract';
import { isInTemplate, LateResources } from '../template/cdk-internals';
import { resourcesOf } from '../template/dependencies';

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
  const resources = resourcesOf(stack);
  // A service has two resources at least, itself and its diagnosis, and two late policies at most.
  if (2 * resources.length < NEAR) return [];
  const { all, ours, services } = count(stack, resources.filter(isInTemplate));
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

interface Numbers {
  readonly all: number;
  readonly ours: number;
  readonly services: number;
}

function count(stack: Stack, resources: readonly CfnResource[]): Numbers {
  const late = stack.node.findAll().filter((construct) => construct instanceof LateResources)
    .reduce((sum, construct) => sum + (Stack.of(construct) === stack ? construct.count() : 0), 0);
  const ours = resources.filter(({ node }) => node.scopes.some((scope) => OURS.has(scope.node.id)));
  const services = resources.filter(({ node }) => node.scope?.node.id === DIAGNOSIS_ID).length;
  return { all: resources.length + late, ours: ours.length + late, services };
}
