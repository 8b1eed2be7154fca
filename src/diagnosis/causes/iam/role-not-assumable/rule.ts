import { roleName } from '../../faults';
import { EVERYWHERE, guide, quoted, stated } from '../../kit';

export const roleNotAssumable = stated({
  id: 'role-not-assumable',
  family: 'iam',
  title: 'ECS cannot assume the role',
  stage: 'service',
  retry: 'maybe',
  docs: guide('service-event-messages-list'),
  from: EVERYWHERE,
  says: (text) => /(unable|not able|failed|cannot|can't|could not) to? ?(be )?assumed? .{0,60}role|unable to assume|sts:assumerole|(trust (relationship|policy)).{0,80}(ecs|role)|role .{0,200}(cannot be assumed|does not exist|is not valid|not found)/i.test(text) && !/service.linked/i.test(text),
  headline: (hit) => `no task can start: ECS cannot assume role ${quoted(roleName(hit.text) ?? 'of the task definition', 60)}`,
  facts: (hit) => [/AWSServiceRoleForECS/.test(hit.text) && 'that is the service-linked role of ECS: it can be neither task nor execution role'],
  fix: 'let the role be assumed by ecs-tasks: new iam.Role(this, ..., { assumedBy: new ServicePrincipal(\'ecs-tasks.amazonaws.com\') }); do not delete it while it is in use',
});
