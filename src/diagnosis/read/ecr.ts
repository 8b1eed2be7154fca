/**
 * Hosts of Amazon ECR (Amazon ECR User Guide, "Amazon ECR endpoints" and "IPv6 and dual-stack endpoints"; AWS General Reference): classic
 * `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, FIPS `dkr.ecr-fips`, dual stack `dkr-ecr.REGION.on.aws`, each also with the domains of China and
 * of other partitions.
 */
const REGISTRY = /\bdkr[.-]ecr(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})\.(?:[a-z]+\.){0,3}[a-z]{2,}/i;
const DUAL_STACK = /\bdkr-ecr(?:-fips)?\.[a-z\d-]+\.on\./i;
/** The API for the login: `api.ecr.REGION.amazonaws.com`, `ecr.REGION.api.aws`. */
const API = /\b(?:api\.ecr(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})\.|ecr(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})\.api\.)/i;
/** ECR keeps image layers in this bucket of the same Region (Amazon ECR User Guide, "Minimum Amazon S3 bucket permissions"). */
const LAYERS = /\bprod-([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})-starport-layer-bucket\b/i;

export function namesEcr(text: string): boolean {
  return REGISTRY.test(text);
}

export function namesDualStackEcr(text: string): boolean {
  return DUAL_STACK.test(text);
}

export function namesEcrApi(text: string): boolean {
  return API.test(text);
}

/** The Region of the registry whose host a text names. */
export function ecrRegion(text: string): string | undefined {
  return REGISTRY.exec(text)?.[1];
}

/** The Region of the bucket of image layers that a text names. */
export function layerRegion(text: string): string | undefined {
  return LAYERS.exec(text)?.[1];
}

/** The same image under the classic host, for which every version of the container agent asks for a login. */
export function classicName(image: string): string {
  return image
    .replace(/\.dkr-ecr(-fips)?\.([a-z\d-]+)\.on\.aws\//i, '.dkr.ecr$1.$2.amazonaws.com/')
    .replace(/\.dkr-ecr(-fips)?\.([a-z\d-]+)\.on\.amazonwebservices\.com\.cn\//i, '.dkr.ecr$1.$2.amazonaws.com.cn/');
}
