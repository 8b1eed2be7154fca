/** The one cause in the deployment family that a text supports. */
export function deploymentFault(text: string): string | undefined {
  if (/\b(lifecycle|pause) ?hooks?\b.{0,200}(fail|unable|could not|timed out|timeout|denied|invalid)|hook ?(status|target).{0,80}(fail|null|invalid|unable)|unable to (invoke|parse).{0,80}hook|hook\(s\) failed/i.test(text)) return 'lifecycle-hook-failed';
  if (/alarms? (was |were |is |has been )?(detected|triggered|fired|breach)|alarms?\b.{0,80}(in alarm|alarm state|went into)|(due to|because of) .{0,40}\balarms?\b/i.test(text)) return 'alarm-rollback';
  if (/unable to (stop or start|start or stop) tasks|because of the service deployment configuration|update the minimumhealthypercent/i.test(text)) return 'deployment-config-blocked';
  if (/protected tasks|task protection|scale-?in protection|unable to scale in/i.test(text)) return 'task-protection-blocked';
  if (/no rollback candidate|(no|without an?) (previous|earlier|completed|stable) (deployment|service revision).{0,60}roll/i.test(text)) return 'no-rollback-candidate';
  if (/exceeded attempts to wait|notstabilized|did not stabilize|timed out waiting for completion|(creation|update) time exceeded|exceeded the specified timeout|resource timed out|stabili[sz]ation.{0,40}(timed out|timeout)/i.test(text)) return 'deployment-timeout-generic';
  if (/circuit ?breaker|deployment (\S+ )?failed: tasks? failed to start|^(\(?service.{1,300})?(deployment )?rolling back to|deployment (\S+ )?failed\.?$/i.test(text)) return 'circuit-breaker-generic';
  if (/dependency graph(?!: execution role)|container ordering|dependency will never|did not exit successfully|depend(s|ed|ency)( |s)?on.{0,80}(not met|failed|timed out)|dependency .{0,120}(has timed out|unhealthy|failed)/i.test(text)) return 'dependency-container-failed';
  return undefined;
}

/** Blue/green traffic. After the families that name what a task does: `target group ... is not associated` is said of plain services too. */
export function blueGreenFault(text: string): string | undefined {
  if (/does not have an associated load balancer|incompatible/i.test(text)) return undefined;
  return /invalid networking configuration|(production|test) ?listener ?rules?|alternate ?target ?group|listener rules? .{0,160}(not|invalid|cannot|both|same|must)|target groups? .{0,160}(not associated|same load balancer|weights?)/i.test(text)
    ? 'blue-green-network-config' : undefined;
}
