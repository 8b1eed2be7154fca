import { Stack, Token } from 'aws-cdk-lib';
import { LogPlace } from './log-places';
import { resourceOf } from '../template/references';
import { waitsForNothing } from '../template/waits';

/**
 * Whether the policy that all diagnoses of a stack share may name a log group: a literal name, or a log group that waits for nothing
 * and always exists, as nearly all do.
 *
 * If the app orders its services, a log group may wait for one of them, itself or through a tag, a key, a name. The policy would come when
 * that service is complete, too late for its diagnosis. So all that is not literal counts as waiting.
 */
export function canBeShared({ group, region }: LogPlace, stack: Stack): boolean {
  if (region !== undefined && Token.isUnresolved(region)) return false;
  // The permission for a name that synthesis cannot know exists only while its service does.
  if (!Token.isUnresolved(group)) return group !== '*';
  const logGroup = resourceOf(group, 'AWS::Logs::LogGroup');
  return logGroup !== undefined && logGroup.stack === stack && waitsForNothing(logGroup);
}
