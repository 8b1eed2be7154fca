import { Declared } from './declared';
import { ecrImagesOf } from './image';
import { repositoryArn } from './image-name';
import { textOf } from './known';
import { regionOf } from './log-group';
import { Check, Finding, Request, Surroundings } from './model';
import { ForeseenCause } from './pages';
import { parameterArn, parametersOf } from './parameter';
import { arnIn, arnOf } from './place';
import { roleArn, roleName } from './role';
import { outputOf, sayOf } from './say';
import { describeSecret, referenceIn, usesOf } from './secret';

interface Need {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly cause: ForeseenCause;
  readonly fix: string;
}

/**
 * What the execution role is permitted, by IAM's simulation. It sees neither the policies of the resources nor all conditions (AWS IAM API
 * Reference, SimulatePrincipalPolicy): it never fails a deployment here.
 */
export const permissions: Check = (declared, at) => {
  const { task, app } = declared;
  const known = task?.executionRole;
  const name = known && roleName(known);
  if (!known || name === undefined || app.roles.has(name)) return [];
  const needs = needsOf(declared, at).filter(({ resources }) => resources.length);
  if (!needs.length) return [];
  const say = sayOf('permissions', `execution role ${name}`);
  if (app.extendedRoles.has(name)) return [say.skip('the app attaches policies to it, which are not in effect yet')];
  if (app.unclear.has('extendedRoles')) return [say.skip('the app attaches policies to roles whose names are not known yet')];
  const arn = roleArn(known.shape, declared, at.account);
  return needs.flatMap((need): readonly Finding[] => {
    const one = sayOf('permissions', `execution role ${name}: ${need.actions.join(', ')}`);
    const request: Request<'iam:SimulatePrincipalPolicy'> = {
      call: 'iam:SimulatePrincipalPolicy',
      input: { PolicySourceArn: arn, ActionNames: need.actions, ResourceArns: need.resources },
      region: declared.region,
      ...(arnIn(arn)?.account && { account: arnIn(arn)?.account }),
      needs: { action: 'iam:SimulatePrincipalPolicy', resource: arn },
    };
    const answer = at.read(request);
    // That the role is not there is the finding of another check.
    if (!answer || answer.kind === 'absent') return [];
    if (answer.kind !== 'output') return [one.unread(request, answer)];
    const refused = (answer.output.EvaluationResults ?? []).filter(({ EvalDecision }) => EvalDecision !== 'allowed');
    if (!refused.length) return [one.ok("IAM's simulation permits it", request)];
    const listed = refused.map(({ EvalActionName, EvalResourceName = '*' }) => `${EvalActionName} on ${EvalResourceName}`);
    const how = refused.some(({ EvalDecision }) => EvalDecision === 'explicitDeny') ? 'denies' : 'does not permit';
    const text = `IAM's simulation ${how} ${listed.join(', ')}; a policy of the resource itself can still permit it`;
    return [one.warn(text, need, request)];
  });
};

function needsOf(declared: Declared, at: Surroundings): readonly Need[] {
  const { task, region } = declared;
  const account = declared.account ?? at.account;
  const containers = task?.containers ?? [];
  const images = ecrImagesOf(containers);
  const grant = 'taskDefinition.obtainExecutionRole()';
  return [
    {
      actions: ['ecr:GetAuthorizationToken'], resources: images.length ? ['*'] : [], cause: 'ecr-auth-denied',
      fix: `repository.grantPull(${grant})`,
    },
    {
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: distinct(images.map(repositoryArn)),
      cause: 'image-pull-denied',
      fix: `repository.grantPull(${grant})`,
    },
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: distinct(containers.flatMap((container) => {
        const group = container.log?.driver === 'awslogs' ? textOf(container.log.options['awslogs-group']) : undefined;
        return group === undefined ? [] : [arnOf('logs', regionOf(container, declared), account, `log-group:${group}:log-stream:*`)];
      })),
      cause: 'log-access-denied',
      fix: `logGroup.grantWrite(${grant})`,
    },
    {
      actions: ['secretsmanager:GetSecretValue'],
      // IAM compares whole ARNs, and a reference can lack the end.
      resources: distinct(usesOf(declared).flatMap(({ from }) => {
        const text = textOf(from);
        return text === undefined ? [] : outputOf(at.read(describeSecret(referenceIn(text, region))))?.ARN ?? [];
      })),
      cause: 'secret-access-denied',
      fix: `secret.grantRead(${grant})`,
    },
    {
      actions: ['ssm:GetParameters'],
      resources: distinct(
        parametersOf(declared).flatMap(({ from }) => (textOf(from) === undefined ? [] : parameterArn(from, region, account))),
      ),
      cause: 'secret-access-denied',
      fix: `parameter.grantRead(${grant})`,
    },
    {
      actions: ['s3:GetObject'],
      resources: distinct(containers.flatMap(({ envFiles }) => envFiles.flatMap((one) => textOf(one) ?? []))),
      cause: 'env-file-unavailable',
      fix: `bucket.grantRead(${grant})`,
    },
  ];
}

const distinct = (all: readonly string[]) => [...new Set(all)];
