import { arnOf } from './place';

/** An image in Amazon ECR. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.42.0`; also the addresses for FIPS and for both versions of IP. */
const ECR = new RegExp([
  String.raw`^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)`,
  String.raw`\/([^:@]+)(?::([^:@]+))?(?:@(sha256:[0-9a-f]+))?$`,
].join(''));

export function ecrImageIn(image: string): EcrImage | undefined {
  const [, account, region, repository, tag, digest] = ECR.exec(image) ?? [];
  return account === undefined ? undefined : { account, region, repository, ...(tag && { tag }), ...(digest && { digest }) };
}

/** The digest wins over the tag. */
export function imageId({ tag, digest }: EcrImage): { imageTag?: string; imageDigest?: string } {
  return digest ? { imageDigest: digest } : { imageTag: tag ?? 'latest' };
}

export function shortName({ repository, tag, digest }: EcrImage): string {
  if (digest) return `${repository}@${digest.slice(0, 19)}`;
  // That of an image asset.
  return `${repository}:${tag?.replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, '$1') ?? 'latest'}`;
}

export function repositoryArn({ account, region, repository }: EcrImage): string {
  return arnOf('ecr', region, account, `repository/${repository}`);
}

/** The host of an image in another registry. */
export function registryOf(image: string): string {
  const [first, ...rest] = image.split('/');
  return rest.length && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/** The part after the last colon that is no part of a host or a digest. */
export function tagOf(shape: string): string | undefined {
  return /:([\w.-]+)$/.exec(shape.replace(/@sha256:.*$/, ''))?.[1];
}
