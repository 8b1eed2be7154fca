/** [model] Lab time that CloudFormation spends on a resource that does nothing but appear, change or go. */
export const RESOURCE_MS = 1_000;
/** [reported] the service's ARN is readable about two seconds after its event CREATE_IN_PROGRESS. */
export const SERVICE_CALL_MS = 2_000;
/** [model] how often CloudFormation looks whether something has become stable or gone. */
export const POLL_MS = 5_000;
