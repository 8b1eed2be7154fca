import { infrastructureRule } from '../infrastructure';

export const scheduledMaintenance = infrastructureRule({
  id: 'scheduled-maintenance',
  title: 'AWS maintenance replaced the task',
  headline: 'AWS replaced the task for maintenance of its infrastructure',
  fix: 'do nothing: ECS starts a replacement',
});
