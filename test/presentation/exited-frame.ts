import { Frame } from '../../src/facts/model';

const TASK = '0'.repeat(32);
/** A task of the first deployment whose container `web` ended with 1 after these lines. */
export const exitedFrame = (lines: readonly string[], environment: { readonly [name: string]: string } = {}): Frame => ({
  at: '2026-01-01T00:01:00Z',
  service: {
    serviceName: 'orders-service', status: 'ACTIVE', desiredCount: 1, runningCount: 0, pendingCount: 0, taskDefinition: 'task-definition/web:2',
    deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: 'task-definition/web:2', desiredCount: 1, failedTasks: 1, rolloutState: 'IN_PROGRESS', createdAt: '2026-01-01T00:00:00Z' }],
  },
  tasks: [{
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${TASK}`, taskDefinitionArn: 'task-definition/web:2', lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', startedBy: 'ecs-svc/1',
    createdAt: '2026-01-01T00:00:00Z', startedAt: '2026-01-01T00:00:01Z', stoppedAt: '2026-01-01T00:00:02Z', containers: [{ name: 'web', exitCode: 1 }],
  }],
  taskDefinition: {
    taskDefinitionArn: 'task-definition/web:2', family: 'orders-web',
    containerDefinitions: [{ name: 'web', image: 'x:1', essential: true, environment: Object.entries(environment).map(([name, value]) => ({ name, value })) }],
  },
  logs: { web: { [TASK]: lines.map((message, i) => ({ timestamp: Date.parse('2026-01-01T00:00:01Z') + i, message })) } },
});
