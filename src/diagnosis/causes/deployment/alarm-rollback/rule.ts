import { guide, shortenable, stated } from '../../kit';

export const alarmRollback = stated({
  id: 'alarm-rollback',
  family: 'deployment',
  title: 'A deployment alarm fired',
  stage: 'deployment',
  retry: 'maybe',
  docs: guide('deployment-alarm-failure'),
  headline: (hit) => {
    const triggered = hit.frame.serviceDeployment?.alarms?.triggeredAlarmNames ?? [];
    const named = triggered.length ? triggered.join(', ') : /alarms?(?:\(s\))?:? \[([^\]]+)\]/i.exec(hit.text)?.[1];
    return `a CloudWatch alarm ended the deployment${named ? ': ' : ''}${shortenable(named)}`;
  },
  facts: (hit) => {
    const watched = hit.frame.serviceDeployment?.alarms?.alarmNames ?? hit.frame.service?.deploymentConfiguration?.alarms?.alarmNames ?? [];
    return [watched.length > 0 && `alarms of the deployment: ${watched.join(', ')}`];
  },
  fix: 'look at the metric of the alarm; if the alarm fires without cause, change it or deploymentAlarms of the service',
});
