const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0';
const INIT = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';

/** AWS's words, from public captures and the Amazon ECS Developer Guide (each has its source in test/corpus/texts.jsonl). */
export const TEXT = {
  imageGone: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${REGISTRY}: ${REGISTRY}: not found`,
  pullDenied: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${REGISTRY}: unexpected status from HEAD request to `
    + 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/shop/api/manifests/1.42.0: 403 Forbidden',
  pullTimeout: 'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get '
    + `${REGISTRY}: dial tcp 52.219.199.138:443: i/o timeout`,
  rateLimit: 'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code '
    + 'https://registry-1.docker.io/v2/shop/api/manifests/1.42.0: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. '
    + 'You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  noKey: `${INIT}unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key DB_PASSWORD`,
  noParameter: 'Fetching secret data from SSM Parameter Store in eu-west-1: invalid parameters: /shop/api/token',
  secretDenied: `${INIT}unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: `
    + 'arn:aws:sts::123456789012:assumed-role/ShopExecutionRole/17cbd22653424f62971b13fffcf6113e is not authorized to perform: ssm:GetParameters on resource: '
    + 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/api/token because no identity-based policy allows the ssm:GetParameters action',
  noEntrypoint: 'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start '
    + 'container process: exec: "/usr/local/env-execute": stat /usr/local/env-execute: no such file or directory: unknown',
  subnetFull: "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c3d': InsufficientFreeAddressesInSubnet",
  roleGone: "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/ShopTaskRole' that was provided for this task. Please verify that the role being passed "
    + 'has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.',
  vcpu: 'You’ve reached the limit on the number of vCPUs you can run concurrently',
  capacity: 'Capacity is unavailable at this time. Please try again later or in a different availability zone.',
  noMemory: 'was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance '
    + '3a09814c860f4d3fb05f6f14c6489eb3) has insufficient memory available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide',
};
