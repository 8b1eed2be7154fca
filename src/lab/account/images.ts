import { createHash } from 'node:crypto';
import { ImageModel } from './model';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

export const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The manifest of an image, as ECR keeps it (OCI image specification, image index and image manifest). */
export function manifestOf({ platforms, single, attested }: ImageModel): string {
  if (single) {
    return JSON.stringify(
      { schemaVersion: 2, mediaType: MANIFEST, config: { mediaType: CONFIG, size: 2, digest: configDigest(platforms[0]) }, layers: [] },
    );
  }
  const images = platforms.map((platform) => {
    const [os, architecture, variant] = platform.split('/');
    return { mediaType: MANIFEST, size: 2, digest: digestOf(platform), platform: { os, architecture, ...(variant && { variant }) } };
  });
  const attestations = images.map(({ digest }) => ({
    mediaType: MANIFEST,
    size: 2,
    digest: digestOf(`attestation of ${digest}`),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': digest },
  }));
  return JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [...images, ...attested ? attestations : []] });
}

export const configDigest = (platform: string) => digestOf(`config of ${platform}`);

/** Of an image with one manifest. */
export function configOf(platform: string): string {
  const [os, architecture] = platform.split('/');
  return JSON.stringify({ os, architecture, config: {}, rootfs: { type: 'layers', diff_ids: [] } });
}
