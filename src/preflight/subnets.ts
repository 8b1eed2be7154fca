import { Declared } from './declared';
import { shown, textOf } from './known';
import { Check, Finding, Request } from './model';
import { sayOf } from './say';

/** The subnets of the service exist, and have room for its tasks. */
export const subnets: Check = (declared, { read }) => {
  const all = declared.service?.subnets ?? [];
  const known = all.flatMap((one) => textOf(one) ?? []);
  const request = describeSubnets(declared);
  const later = all.find((one) => one.unknown !== undefined);
  const skipped: readonly Finding[] = later?.unknown ? [sayOf('subnets', `subnet ${shown(later)}`).skip(later.unknown)] : [];
  if (!request) return skipped;
  const say = sayOf('subnets', `subnets ${known.join(', ')}`);
  const answer = read(request);
  if (!answer) return skipped;
  if (answer.kind === 'absent') {
    const missing = /'?(subnet-[0-9a-z]+)/.exec(answer.message)?.[1] ?? known.join(', ');
    const fix = `subnets of the account in ${declared.region ?? 'the Region'}: aws ec2 describe-subnets`;
    return [
      say.fail(`${missing} does not exist in ${declared.region ?? 'the Region'}`, { cause: 'eni-or-subnet', fix }, request), ...skipped,
    ];
  }
  if (answer.kind !== 'output') return [say.unread(request, answer), ...skipped];
  const { desired } = declared.service ?? {};
  const free = (answer.output.Subnets ?? []).reduce((sum, one) => sum + (one.AvailableIpAddressCount ?? NaN), 0);
  // Tasks that stop give theirs back, and instances with awsvpc trunking have some: no answer makes this a failure for certain.
  if (known.length === all.length && desired !== undefined && free < desired) {
    const fix = 'more subnets, or larger ones: vpcSubnets of the service';
    const text = `${free} free addresses are left, and ${desired} tasks need one each`;
    return [say.warn(text, { cause: 'eni-or-subnet', fix }, request), ...skipped];
  }
  return [say.ok(Number.isNaN(free) ? 'they exist' : `they exist, with ${free} free addresses`, request), ...skipped];
};

/** The subnets whose ids are known, in one call; undefined: none. */
export function describeSubnets({ service, region, account }: Declared): Request<'ec2:DescribeSubnets'> | undefined {
  const ids = [...new Set((service?.subnets ?? []).flatMap((one) => textOf(one) ?? []))];
  if (!ids.length) return undefined;
  return {
    call: 'ec2:DescribeSubnets', input: { SubnetIds: ids }, region, ...(account && { account }),
    needs: { action: 'ec2:DescribeSubnets', resource: '*' },
  };
}
