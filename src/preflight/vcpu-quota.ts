import { textOf } from './known';
import { Check, Request } from './model';
import { arnOf } from './place';
import { sayOf } from './say';

/** Fargate On-Demand vCPU resource count (Amazon ECS Developer Guide, Fargate service quotas). */
const QUOTA = 'L-3032A538';

/** All tasks of the service fit in the quota of the account. What runs already is not read, so this only warns. */
export const vcpuQuota: Check = (declared, { read, account: mine }) => {
  const { task, service, region, account } = declared;
  const isSpot = service?.capacityProviders.some((one) => textOf(one) === 'FARGATE_SPOT') ?? false;
  if (!task?.fargate || task.vcpus === undefined || !service?.desired || isSpot) return [];
  const say = sayOf('vcpu-quota', 'vCPUs of Fargate');
  const request: Request<'servicequotas:GetServiceQuota'> = {
    call: 'servicequotas:GetServiceQuota', input: { ServiceCode: 'fargate', QuotaCode: QUOTA }, region, ...(account && { account }),
    needs: { action: 'servicequotas:GetServiceQuota', resource: arnOf('servicequotas', region, account ?? mine, `fargate/${QUOTA}`) },
  };
  const answer = read(request);
  // An account that never asked for more has no such record in some Regions.
  if (!answer || answer.kind === 'absent') return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const value = answer.output.Quota?.Value;
  const need = task.vcpus * service.desired;
  if (value === undefined) return [];
  if (need <= value) return [say.ok(`${need} of the ${value} that the account is allowed to run`, request)];
  const fix = `aws service-quotas request-service-quota-increase --service-code fargate --quota-code ${QUOTA}`
    + ` --desired-value ${Math.ceil(need)}`;
  return [say.warn(`${service.desired} tasks need ${need}, and the quota is ${value}`, { cause: 'vcpu-quota', fix }, request)];
};
