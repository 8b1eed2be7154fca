import { aws_ecs as ecs, aws_ssm as ssm, Stack } from 'aws-cdk-lib';
import { GOOD, service, SERVICE } from '../apps';
import { serviceArn, serviceLook } from '../looks';
import { liveTest } from '../model';
import { Base } from '../network';
import { firstFailure, rollbackOf, settled } from '../questions';
import { Operation } from '../recording';
import { cancelUpdate } from '../stacks';

interface Recording {
  /** Its end may be missing. */
  readonly update: Operation;
  /** We have cancelled the update, because nobody had failed it. */
  readonly isCancelled: boolean;
}

/** Without a verdict of ECS, CloudFormation waits for three hours (docs/aws.md). */
const CANCEL_MS = 20 * 60_000;
/** A deployment that the rollback starts is there by then. */
const ROLLBACK_MS = 5 * 60_000;

const FORCED = { ForceNewDeployment: { EnableForceNewDeployment: true, ForceNewDeploymentNonce: 'live' }, EnableExecuteCommand: true };

/**
 * The second deployment of the same task definition must fail. Deleting an image needs an image of our own; deleting the parameter that the
 * container reads at its start has the same effect.
 */
export const l12 = liveTest<Recording>({
  id: 'L12',
  title: 'Forced deployment of what runs already',
  minutes: 35,
  dollars: 0.05,
  isLong: true,
  settles: 'whether the rollback of an update that only forces a deployment starts a deployment',
  run: async (kit) => {
    let cluster = '';
    const parameterName = `/${kit.stackName('l12')}`;
    const parameterStack = await kit.deployed({ name: 'l12-parameter', build: (stack) => {
      new ssm.StringParameter(stack, 'Setting', { parameterName, stringValue: 'live' });
    } });
    const version = (overrides: object) => ({ name: 'l12', build: (stack: Stack, base: Base) => {
      ({ cluster } = base);
      // Its ARN only: a parameter of the template would be looked up again in the update.
      const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Setting', { parameterName, simpleName: false });
      service(stack, base, {
        id: 'L12', tag: GOOD, overrides: { ...overrides }, container: { secrets: { SETTING: ecs.Secret.fromSsmParameter(parameter) } },
      });
    } });
    const created = await kit.deployed(version({}));
    const arn = String(serviceArn(created.events));
    await kit.follow(await kit.delete(parameterStack.stackName));
    const started = await kit.update(version(FORCED));
    let isCancelled = false;
    const update = await kit.follow(started, {
      every: 10,
      look: async () => ({ service: await serviceLook(kit.aws, cluster, arn) }),
      done: async (events) => {
        const begin = rollbackOf({ events, stackId: started.stackId });
        if (!begin && !isCancelled && kit.time.now() > started.requestedAt + CANCEL_MS) {
          isCancelled = true;
          await cancelUpdate(kit.aws, started.stackId);
        }
        return begin !== undefined && kit.time.now() > Date.parse(begin.at) + ROLLBACK_MS;
      },
    });
    return { update, isCancelled };
  },
  judge: ({ update, isCancelled }) => {
    const begin = rollbackOf(update);
    const first = firstFailure(update);
    const nobody = `nobody within ${CANCEL_MS / 60_000} minutes; then the update was cancelled`;
    const before = begin && update.samples.filter(({ at }) => at < Date.parse(begin.at)).at(-1);
    const known = new Set(before?.service?.serviceDeployments.map(({ arn }) => arn));
    const last = update.samples.at(-1)?.service?.serviceDeployments ?? [];
    const fresh = last.filter(({ arn }) => !known.has(arn));
    const failed = first && (first.type === SERVICE ? 'the service' : first.logicalId);
    return [
      settled('Who fails first', isCancelled ? nobody : failed),
      settled('Whether the rollback of CloudFormation starts a deployment',
        begin && (fresh.length ? `yes: ${fresh.map(({ status }) => status).join(', ')}` : 'no')),
    ];
  },
});
