import * as awsx from '@pulumi/awsx';
import * as command from '@pulumi/command';
import * as pulumi from '@pulumi/pulumi';

export interface DiagnosedFargateServiceArgs extends Omit<awsx.ecs.FargateServiceArgs, 'continueBeforeSteadyState'> {
  /** Follow a deployment no longer than this, such as `90s`, `20m` or `2h`. Default `20m`. */
  readonly timeout?: pulumi.Input<string>;
}

/** Pulumi runs it with the environment of `pulumi up`: it has the credentials and the Region of the person or the job. */
const FOLLOW = 'npx --yes --legacy-peer-deps --package cdk-diagnosed-fargate@0.0.0 -- '
  + 'ecs-why follow --task-definition "$TASK_DEFINITION" --timeout "$TIMEOUT" -- "$CLUSTER" "$SERVICE"';

/** A FargateService whose failed deployments fail the update with their root cause. */
export class DiagnosedFargateService extends pulumi.ComponentResource {
  readonly service: awsx.ecs.FargateService;
  readonly deployment: command.local.Command;

  constructor(name: string, args: DiagnosedFargateServiceArgs, options?: pulumi.ComponentResourceOptions) {
    super('diagnosed:ecs:FargateService', name, {}, options);
    const { timeout = '20m', ...serviceArgs } = args;
    // The provider's own wait ends without a reason.
    this.service = new awsx.ecs.FargateService(name, { ...serviceArgs, continueBeforeSteadyState: true }, { parent: this });
    const { cluster, name: serviceName, taskDefinition } = this.service.service;
    this.deployment = new command.local.Command(`${name}-deployment`, {
      create: FOLLOW,
      environment: { CLUSTER: cluster, SERVICE: serviceName, TASK_DEFINITION: taskDefinition.apply((arn) => arn ?? ''), TIMEOUT: timeout },
      // A new revision is a new deployment.
      triggers: [taskDefinition],
    }, { parent: this });
    this.registerOutputs({ service: this.service, deployment: this.deployment });
  }
}
