import { shown } from './known';
import { Check, Finding, Request } from './model';
import { beforehand, sayOf } from './say';

/** The object in Amazon S3 of each `environmentFiles`. */
export const envFile: Check = ({ task, app, region }, { read }) => (task?.containers ?? []).flatMap(({ name, envFiles }) => (
  envFiles.map((known) => ({ known, name }))
)).flatMap(({ known, name }): readonly Finding[] => {
  const say = sayOf('env-file', `environment file ${shown(known).replace(/^arn:[\w-]+:s3:::/, '')} (container ${name})`);
  const [, bucket, key] = /^arn:[^:]+:s3:::([^/]+)\/(.+)$/.exec(known.shape) ?? [];
  if (key !== undefined && app.fileAssets.has(key)) return [say.ok('the app uploads it')];
  const made = beforehand(known, say);
  // A bucket of the app is empty at first.
  if (made) return [made.outcome === 'OK' ? say.skip(`${made.text}: the file must be in it before the tasks start`) : made];
  if (key === undefined) return [say.skip('it is no ARN of an object in Amazon S3')];
  const request: Request<'s3:GetObject'> = {
    call: 's3:GetObject', input: { Bucket: bucket, Key: key }, region,
    needs: { action: 's3:GetObject', resource: known.shape },
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind === 'output') return [say.ok('it is there', request)];
  if (answer.kind === 'absent') {
    const fix = `aws s3 cp <file> s3://${bucket}/${key}, or EnvironmentFile.fromAsset(path)`;
    return [say.fail('it is not there', { cause: 'env-file-unavailable', fix }, request)];
  }
  const skipped = say.unread(request, answer);
  // Without the list of the bucket, S3 denies what is not there (Amazon S3 API Reference, HeadObject).
  if (answer.kind !== 'denied') return [skipped];
  return [{ ...skipped, text: `${skipped.text}; without s3:ListBucket on arn:aws:s3:::${bucket} an absent file looks denied, too` }];
});
