/** A role that is missing or that ECS may not take. */
export function iamFault(text: string): string | undefined {
  if (/service.linked role/i.test(text) && !/AWSServiceRoleForECS'? that was provided/i.test(text)) return 'service-linked-role';
  if (/tag polic|tagpolicy|service control policy.{0,200}\btag|\becs:tagresource|\bec2:createtags/i.test(text)) return 'tag-policy-violation';
  if (/(unable|not able|fail(ed|s|ure)?|cannot|can't|could not) (to )?assum(e|ing) .{0,80}\brole\b|role .{0,200}(cannot|can't|could not) be assumed|(not authorized to perform:? )sts:assumerole|trust (relationship|policy).{0,120}(ecs|missing|does not|allow)|role ['"]?arn:\S+ .{0,60}(does not exist|is (not valid|invalid)|not found|cannot be found)|(task|execution|infrastructure) ?role\b.{0,80}(does not exist|is (not valid|invalid)|not found|not exist|cannot be found|is missing)|credentials? .{0,60}\brole\b.{0,60}(not available|unable|fail)|execution role credentials/i.test(text)) return 'role-not-assumable';
  return undefined;
}

/** A permission that is missing, in whatever ECS does beside pulling, secrets, logs and volumes. */
export function permissionFault(text: string): string | undefined {
  return /not authorized|access ?denied|unauthorizedoperation|iam permissions? polic|permissions? .{0,40}(missing|misconfigured|insufficient)|insufficient permissions?|not have (the )?(required |necessary )?permission|lacks? (the )?(required |necessary )?permission/i.test(text)
    ? 'role-permission-denied' : undefined;
}
