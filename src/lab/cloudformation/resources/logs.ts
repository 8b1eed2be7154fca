import { Handler, HandlerRequest } from '../model';
import { call, callIfThere } from './calls';
import { physicalName } from './other';
import { creation, RESOURCE_MS } from './timing';

export const logGroup: Handler = {
  replacement: ['LogGroupName'],
  nameProperty: 'LogGroupName',
  async create(request) {
    const { clock, world } = request.around;
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    const logGroupName = String(request.properties.LogGroupName ?? physicalName(request));
    await call(request, 'logs', 'CreateLogGroup', { logGroupName, tags: tagsOf(request) });
    request.initiated(logGroupName);
    const days = request.properties.RetentionInDays;
    if (days !== undefined) await call(request, 'logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(days) });
    await clock.sleep(creation(request.type).ms - RESOURCE_MS / 2, request.signal);
    const { partition, region, accountId } = world.place;
    return { physicalId: logGroupName, attributes: { Arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}:*` } };
  },
  async update(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    return { physicalId: String(request.physicalId), attributes: request.attributes };
  },
  async delete(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    await callIfThere(request, 'logs', 'DeleteLogGroup', { logGroupName: request.physicalId });
  },
};

/** CloudFormation propagates the tags of a stack to its resources (Template Reference, CloudFormation resource tagging). */
function tagsOf({ stack, properties }: HandlerRequest): Readonly<Record<string, string>> {
  const own = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  return { ...stack.tags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, Value])) };
}
