import { diagnose } from '../diagnosis/engine';
import { Diagnosis } from '../diagnosis/model';
import { AccountApi } from '../facts/aws/account-api';
import { LookupCall, Lookups } from '../facts/lookups';
import { Frame } from '../facts/model';
import { wasDenied } from '../facts/unavailable';
import { networkQuestion } from '../network/question';
import { judgedByNetwork } from '../network/with-verdict';
import { foreign } from '../presentation/foreign';

/** What a frame shows, the network included if it was read. */
export function diagnoseAll(frame: Frame): Diagnosis {
  return judgedByNetwork(frame, diagnose(frame));
}

/** The same frame with the network around its tasks, if its first cause is one of the network; otherwise no call is made. */
export async function withNetwork(
  aws: Pick<AccountApi, 'readNetwork'>, frame: Frame, diagnosis: Pick<Diagnosis, 'causes'>,
): Promise<Frame> {
  const question = frame.lookups ? undefined : networkQuestion(frame, diagnosis);
  if (!question) return frame;
  const { subnets, securityGroups } = question;
  return { ...frame, lookups: await aws.readNetwork({ subnets: subnets.map(({ id }) => id), securityGroups }) };
}

/** All calls of a look; without the first, the others cannot be asked for the VPC. */
const CALLS: readonly LookupCall[] = [
  'DescribeSubnets', 'DescribeRouteTables', 'DescribeVpcEndpoints', 'DescribeSecurityGroups', 'DescribeNetworkAcls', 'DescribeNatGateways',
  'DescribeVpcAttribute',
];

/** What could not be read of the network, and what to do, in one line; none: all was read, or nothing was asked. */
export function unreadNetwork(lookups: Lookups | null | undefined): readonly string[] {
  if (!lookups) return [];
  const unread = CALLS.flatMap((call) => {
    const reason = lookups[call]?.unavailable;
    return reason ? [{ call, ...reason }] : [];
  });
  const missing = CALLS.filter((call) => !lookups[call]);
  const isPart = !missing.length;
  const state = isPart ? 'the network is read only in part' : 'the network is not read';
  const rest = isPart ? 'the verdict rests on the rest' : 'the diagnosis by AWS\'s text stands';
  const refused = unread.filter(wasDenied).map(({ call }) => call);
  if (refused.length) return [`${state}: grant ${[...refused, ...missing].map((call) => 'ec2:' + call).join(', ')}; ${rest}`];
  const [first] = unread;
  return first ? [`${state}: ${first.call}: ${foreign([first.error, first.message].filter(Boolean).join(': '))}; ${rest}`] : [];
}
