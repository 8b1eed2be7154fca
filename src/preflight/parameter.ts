import { Declared } from './declared';
import { Known, shown } from './known';
import { Check, Finding, Request } from './model';
import { arnIn, arnOf } from './place';
import { beforehand, sayOf } from './say';
import { SecretUse, usesOf } from './secret';

/** Each parameter of Systems Manager that a container needs exists. No value is read. */
export const parameter: Check = (declared, { read }) => parametersOf(declared).flatMap(({ name, container, from }): readonly Finding[] => {
  const { region, app } = declared;
  const subject = (id: string) => `parameter ${id} (${name} of container ${container})`;
  const made = beforehand(from, sayOf('parameter', subject(shown(from))));
  if (made) return [made];
  const found = parameterIn(from, region);
  const say = sayOf('parameter', subject(found.name));
  if (app.parameters.has(found.name)) return [say.ok('it is made by the app')];
  const request: Request<'ssm:DescribeParameters'> = {
    call: 'ssm:DescribeParameters',
    input: { name: found.name },
    region: found.region,
    ...(found.account && { account: found.account }),
    // IAM knows no resource for it (Service Authorization Reference, AWS Systems Manager).
    needs: { action: 'ssm:DescribeParameters', resource: '*' },
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  if (answer.output.Parameters?.some((one) => one.Name === found.name)) return [say.ok('it exists', request)];
  const fix = `make the parameter, or name one that exists: aws ssm describe-parameters --region ${found.region ?? '<region>'}`;
  return [say.fail('it does not exist', { cause: 'secret-not-found', fix }, request)];
});

export function parametersOf(declared: Declared): readonly SecretUse[] {
  const secrets = usesOf(declared);
  return (declared.task?.containers ?? []).flatMap((one) => one.secrets.map((use) => ({ ...use, container: one.name })))
    .filter((use) => !secrets.some((other) => other.from === use.from && other.name === use.name));
}

/** An ARN, or a name in the Region of the task. A name that is a path begins with a slash, which the ARN has once. */
function parameterIn({ shape }: Known, region: string | undefined) {
  const arn = arnIn(shape);
  if (!arn) return { name: shape, region, account: undefined, arn: undefined };
  const name = arn.resource.replace(/^parameter\//, '');
  return { name: name.includes('/') ? `/${name.replace(/^\/+/, '')}` : name, region: arn.region, account: arn.account, arn: shape };
}

/** For the policy of the execution role. */
export function parameterArn(known: Known, region: string | undefined, account: string | undefined): string {
  const { arn, name } = parameterIn(known, region);
  return arn ?? arnOf('ssm', region, account, `parameter/${name.replace(/^\//, '')}`);
}
