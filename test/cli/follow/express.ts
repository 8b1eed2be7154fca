import type { ECSExpressGatewayService } from '@aws-sdk/client-ecs';
import { Lab } from '../../../src/lab/lab';
import { callFake, DeploymentRule, TaskRule } from '../../../src/lab/world';
import { beside, openLab, Ran, Running } from '../bundle';

export const IMAGE_GONE: TaskRule = { pull: { text: 'CannotPullContainerError: pull image manifest: shop/web:2: not found', after: 8, container: 'Main' } };

export interface Express {
  readonly lab: Lab;
  /** The ARN of the Express service, which is that of the ECS service under it. */
  readonly arn: string;
  update(): void;
  current(): string | undefined;
}

/** Amazon ECS Express Mode: the first version is complete; later tasks and deployments fare by the rules. */
export async function expressService(later: readonly TaskRule[] = [], deployments: readonly DeploymentRule[] = []): Promise<Express> {
  const [rules, deploymentRules]: [TaskRule[], DeploymentRule[]] = [[], []];
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { web: { rules, deployments: deploymentRules } } } });
  const call = (operation: string, input: object) => (callFake(lab.world, 'ecs', operation, input) as { service: ECSExpressGatewayService }).service;
  const { serviceArn: arn = '' } = call('CreateExpressGatewayService', {
    serviceName: 'web', primaryContainer: { image: 'shop/web:1', containerPort: 8080 }, scalingTarget: { minTaskCount: 2 },
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution', infrastructureRoleArn: 'arn:aws:iam::123456789012:role/express',
  });
  await lab.advance(1200);
  rules.push(...later);
  deploymentRules.push(...deployments);
  const update = () => { call('UpdateExpressGatewayService', { serviceArn: arn, primaryContainer: { image: 'shop/web:2', containerPort: 8080 } }); };
  return { lab, arn, update, current: () => call('DescribeExpressGatewayService', { serviceArn: arn }).currentDeployment };
}

/** An update, with follow beside it. */
export async function followed({ lab, arn, update }: Express, args: readonly string[] = [], seconds = 1200): Promise<Running & Ran> {
  const running = await beside(lab, ['follow', arn, '--wait', '5m', ...args]);
  await lab.advance(7);
  update();
  await lab.advance(seconds);
  return { ...running, ...await running.ended };
}
