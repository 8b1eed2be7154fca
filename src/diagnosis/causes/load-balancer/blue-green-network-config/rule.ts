import { guide, quoted, stated } from '../../kit';

export const blueGreenNetworkConfig = stated({
  id: 'blue-green-network-config',
  family: 'load-balancer',
  title: 'Blue/green listener rule or target group is wrong',
  stage: 'service',
  retry: 'never',
  docs: guide('troubleshooting-blue-green'),
  headline: (hit) => `ECS cannot shift blue/green traffic: ${quoted(/configuration[:.] (.*)$/i.exec(hit.text)?.[1] ?? hit.text)}`,
  fix: 'correct alternateTarget of the service: new AlternateTarget(id, { alternateTargetGroup, productionListener, testListener, role })',
});
