/** [model] Lab time that CloudFormation needs to create, change or delete a resource that takes no time itself. */
export const RESOURCE_MS = 1_000;
/** [reported] the service's ARN is readable about two seconds after its event CREATE_IN_PROGRESS. */
export const SERVICE_CALL_MS = 2_000;
/** [model] how often CloudFormation checks whether a resource is stable, or deleted. */
export const POLL_MS = 5_000;
