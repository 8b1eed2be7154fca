import type {
  ContinueServiceDeploymentRequest, DescribeServiceDeploymentsRequest, DescribeServiceRevisionsRequest, ListServiceDeploymentsRequest,
  StopServiceDeploymentRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../world';
import { isOpen } from './deployments';
import { describeBrief, describeRevision, describeServiceDeployment } from './describe-service';
import { resolvePause } from './lifecycle-hooks';
import { allServices, clusterOf, page, serviceDeploymentOf, serviceOf } from './lookup';
import { EcsLab } from './model';
import { rollBack } from './rollback';

/** By default (Amazon ECS API Reference, ListServiceDeployments, maxResults). */
const DEPLOYMENTS_PER_PAGE = 20;

export function deploymentOperations(lab: EcsLab) {
  return {
    ListServiceDeployments: (input: ListServiceDeploymentsRequest) => {
      const service = serviceOf(clusterOf(lab, input.cluster), input.service);
      const { after, before } = input.createdAt ?? {};
      const found = service.serviceDeployments.filter(({ status, createdAt }) => (!input.status?.length || input.status.includes(status))
        && (!after || createdAt >= after) && (!before || createdAt <= before));
      const listed = lab.switches.serviceDeploymentsListed === 'oldest-first' ? found.reverse() : found;
      const { items, nextToken } = page(listed, { maxResults: DEPLOYMENTS_PER_PAGE, ...input });
      return { serviceDeployments: items.map(describeBrief), nextToken };
    },
    DescribeServiceDeployments: (input: DescribeServiceDeploymentsRequest) => {
      const all = allServices(lab).flatMap((service) => service.serviceDeployments);
      const wanted = input.serviceDeploymentArns ?? [];
      const found = wanted.map((arn) => all.find((one) => one.arn === arn));
      return {
        serviceDeployments: found.flatMap((one) => (one ? [describeServiceDeployment(one)] : [])),
        failures: wanted.flatMap((arn, index) => (found[index] ? [] : [{ arn, reason: 'MISSING' }])),
      };
    },
    DescribeServiceRevisions: (input: DescribeServiceRevisionsRequest) => {
      const wanted = input.serviceRevisionArns ?? [];
      const all = allServices(lab).flatMap((service) => service.revisions.map((revision) => ({ service, revision })));
      const found = wanted.map((arn) => all.find(({ revision }) => revision.arn === arn));
      return {
        serviceRevisions: found.flatMap((one) => (one ? [describeRevision(one.service, one.revision)] : [])),
        failures: wanted.flatMap((arn, index) => (found[index] ? [] : [{ arn, reason: 'MISSING' }])),
      };
    },
    ContinueServiceDeployment: (input: ContinueServiceDeploymentRequest) => {
      const found = serviceDeploymentOf(lab, input.serviceDeploymentArn);
      resolvePause(found, input.hookId, input.action ?? 'CONTINUE');
      return { serviceDeploymentArn: found.arn };
    },
    StopServiceDeployment: (input: StopServiceDeploymentRequest) => {
      const found = serviceDeploymentOf(lab, input.serviceDeploymentArn);
      const deployment = found.service.deployments.find((one) => one.serviceDeployment === found && one.status === 'PRIMARY');
      if (!isOpen(found) || !deployment || found.status === 'ROLLBACK_IN_PROGRESS') {
        throw new AwsError('ConflictException', `The service deployment cannot be stopped in status ${found.status}.`);
      }
      const rollback = input.stopType !== 'ABORT';
      // The texts that ECS gives here are not published [model].
      const rolloutStateReason = `ECS deployment ${deployment.id} stopped.`;
      rollBack(lab, deployment, { reason: 'Stopped by request.', rolloutStateReason, rollback });
      return { serviceDeploymentArn: found.arn };
    },
  };
}
