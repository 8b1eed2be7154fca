import { DENIED, MISSING, NETWORK } from '../faults';

const LOGGING = /logger args|logging driver|log ?driver|log group|log ?stream|cloudwatch log|awslogs|\blogs:(create|put|describe)|log-opt|log opt|firelens|fluent-?bit|fluentd|splunk|create stream/i;

const OTHER_DRIVER = /splunk|gelf|syslog|journald|logentries|\bfluent|fluentd|dial unix/i;

/** The one cause in the logging family that a text supports. */
export function loggingFault(text: string): string | undefined {
  if (!LOGGING.test(text)) return undefined;
  if (/firelens|fluent-?bit/i.test(text)) return 'firelens-config-invalid';
  // the others log elsewhere: their destination is an option of the driver
  if (NETWORK.test(text)) return OTHER_DRIVER.test(text) ? 'log-driver-config' : 'log-network';
  if (/accessdenied|not authorized|unauthorized|no identity-based policy/i.test(text)) return 'log-access-denied';
  if (MISSING.test(text) || /failed to create cloudwatch log/i.test(text)) return 'log-group-missing';
  if (DENIED.test(text)) return 'log-access-denied';
  return 'log-driver-config';
}
