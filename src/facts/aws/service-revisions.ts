import { AccountApi } from './account-api';
import { Reading } from './reading';
import { Frame } from '../model';

/**
 * The frame with the service revisions of its deployment and of the one that it replaces: the settings of the service beside the task
 * definition, and the digests of the images (Amazon ECS API Reference, ServiceRevision). A first deployment replaces none.
 */
export async function withServiceRevisions(aws: AccountApi, frame: Frame): Promise<Frame> {
  const { targetServiceRevision: target, sourceServiceRevisions: [source] = [] } = frame.serviceDeployment ?? {};
  if (!target?.arn || !source?.arn || target.arn === source.arn) return frame;
  const serviceRevisionArns = [target.arn, source.arn];
  const reading = new Reading();
  const answer = await reading.attempt('service revisions', () => aws.describeServiceRevisions({ serviceRevisionArns }));
  const unavailable = [...frame.unavailable ?? [], ...reading.unavailable];
  return { ...frame, ...(answer?.serviceRevisions && { serviceRevisions: answer.serviceRevisions }), unavailable };
}
