/** Both kinds of manifest, and indexes of both: ECR converts to none that is not asked for (Amazon ECR API Reference, BatchGetImage). */
export const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** Bytes. A configuration lists the layers and commands of an image: some kilobytes. */
const LARGEST = 4 * 1_048_576;

/** The configuration of an image, at the presigned address that ECR gives (OCI image specification, image configuration). */
export async function configurationAt(address: string, signal: AbortSignal): Promise<{
  readonly os?: string; readonly architecture?: string;
}> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw Object.assign(new Error(`the configuration of the image: HTTP ${answer.status}`), { name: 'UnexpectedAnswer' });
  const text = await answer.text();
  if (text.length > LARGEST) throw Object.assign(new Error('the configuration of the image is too large'), { name: 'AnswerTooLarge' });
  const { os, architecture } = JSON.parse(text) as { readonly os?: unknown; readonly architecture?: unknown };
  return { ...(typeof os === 'string' && { os }), ...(typeof architecture === 'string' && { architecture }) };
}
