import { Declared, DeclaredContainer } from './declared';
import { shown, textOf } from './known';
import { Check, Finding, Request } from './model';
import { arnOf } from './place';
import { beforehand, sayOf } from './say';

/** The log group of each container exists, or the task makes it. */
export const logGroup: Check = (declared, { read, account }) => (
  declared.task?.containers ?? []
).flatMap((container): readonly Finding[] => {
  const options = container.log?.driver === 'awslogs' ? container.log.options : {};
  const known = options['awslogs-group'];
  if (!known) return [];
  const say = sayOf('log-group', `log group ${shown(known)} (container ${container.name})`);
  const made = beforehand(known, say);
  if (made) return [made];
  if (textOf(options['awslogs-create-group']) === 'true') return [say.ok('the task makes it (awslogs-create-group)')];
  if (declared.app.logGroups.has(known.shape)) return [say.ok('it is made by the app')];
  const region = regionOf(container, declared);
  const request: Request<'logs:DescribeLogGroups'> = {
    call: 'logs:DescribeLogGroups',
    input: { logGroupNamePrefix: known.shape },
    region,
    ...(declared.account && { account: declared.account }),
    // Of the groups in the account and Region (Service Authorization Reference, Amazon CloudWatch Logs).
    needs: { action: 'logs:DescribeLogGroups', resource: arnOf('logs', region, declared.account ?? account, 'log-group:*') },
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  // In alphabetical order: the name itself is before all that begin with it.
  if (answer.output.logGroups?.some(({ logGroupName }) => logGroupName === known.shape)) return [say.ok('it exists', request)];
  const fix = `logGroup: new LogGroup(this, 'Logs') in LogDrivers.awsLogs(), or aws logs create-log-group --log-group-name ${known.shape}`
    + ` --region ${region ?? '<region>'}`;
  return [say.fail(`it does not exist in ${region ?? 'the Region'}`, { cause: 'log-group-missing', fix }, request)];
});

export function regionOf({ log }: DeclaredContainer, { region }: Declared): string | undefined {
  return textOf(log?.options['awslogs-region']) ?? region;
}
