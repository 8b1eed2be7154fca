import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';

/** How an endpoint that is not what it should be answers one call. `healthy`: what AWS would have said. */
export type Behaviour = (response: ServerResponse, healthy: Healthy, request: IncomingMessage) => void | Promise<void>;

export interface Healthy {
  readonly operation: string;
  readonly type: string;
  readonly body: string;
}

export interface Endpoint {
  readonly url: string;
  /** Bodies of the answers to custom resources, and the inputs of the executions. */
  readonly answers: { readonly Status: string; readonly Reason?: string }[];
  readonly started: string[];
  /** `DescribeTasks`, ... */
  readonly calls: string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const region = 'eu-west-1:123456789012';
export const STACK = `arn:aws:cloudformation:${region}:stack/Shop/8d0d6c30-0000-11ef-8000-0a0000000000`;
const SERVICE = `arn:aws:ecs:${region}:service/shop/api`;
const DEFINITION = `arn:aws:ecs:${region}:task-definition/api:42`;
const GROUP = `arn:aws:elasticloadbalancing:${region}:targetgroup/api/6d0ecf831eec9f09`;
const TASK = `arn:aws:ecs:${region}:task/shop/0123456789abcdef0123456789abcdef`;
const DEPLOYMENT = 'ecs-svc/1234567890123456789';
const T0 = 1_795_428_000;
export const START_MS = T0 * 1000;

const deployment = {
  id: DEPLOYMENT, status: 'PRIMARY', taskDefinition: DEFINITION, desiredCount: 2, pendingCount: 1, runningCount: 0, failedTasks: 1,
  createdAt: T0 + 5, updatedAt: T0 + 20, rolloutState: 'IN_PROGRESS', rolloutStateReason: 'ECS deployment in progress.',
};
const serviceDeployment = {
  serviceDeploymentArn: `${SERVICE.replace('service/', 'service-deployment/')}/abc`, status: 'IN_PROGRESS', createdAt: T0 + 5, startedAt: T0 + 6,
  targetServiceRevisionArn: `${SERVICE.replace('service/', 'service-revision/')}/1234567890123456789`,
  targetServiceRevision: { arn: `${SERVICE}/1234567890123456789`, requestedTaskCount: 2, runningTaskCount: 0, pendingTaskCount: 1 },
  deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 1, threshold: 3 },
  deploymentConfiguration: { strategy: 'ROLLING', maximumPercent: 200, minimumHealthyPercent: 100 },
};

/** What AWS says of a deployment whose first task has just failed, by operation. */
const JSON_ANSWERS: { readonly [operation: string]: object } = {
  DescribeServices: { failures: [], services: [{
    serviceArn: SERVICE, serviceName: 'api', clusterArn: `arn:aws:ecs:${region}:cluster/shop`, status: 'ACTIVE', desiredCount: 2, runningCount: 0,
    pendingCount: 1, launchType: 'FARGATE', taskDefinition: DEFINITION, deploymentController: { type: 'ECS' },
    deploymentConfiguration: { strategy: 'ROLLING', maximumPercent: 200, minimumHealthyPercent: 100, deploymentCircuitBreaker: { enable: true, rollback: true } },
    deployments: [deployment], createdAt: T0, healthCheckGracePeriodSeconds: 60,
    events: [{ id: 'e1', createdAt: T0 + 20, message: '(service api) has started 1 tasks: (task 0123456789abcdef0123456789abcdef).' }],
    loadBalancers: [{ targetGroupArn: GROUP, containerName: 'web', containerPort: 80 }],
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' } },
  }] },
  ListServiceDeployments: { serviceDeployments: [serviceDeployment] },
  DescribeServiceDeployments: { serviceDeployments: [serviceDeployment], failures: [] },
  DescribeServiceRevisions: { serviceRevisions: [], failures: [] },
  DescribeClusters: { clusters: [{ activeServicesCount: 1, pendingTasksCount: 1 }], failures: [] },
  ListClusters: { clusterArns: [`arn:aws:ecs:${region}:cluster/shop`] },
  ListServices: { serviceArns: [SERVICE] },
  ListTasks: { taskArns: [TASK] },
  DescribeTasks: { failures: [], tasks: [{
    taskArn: TASK, clusterArn: `arn:aws:ecs:${region}:cluster/shop`, taskDefinitionArn: DEFINITION, group: 'service:api', startedBy: DEPLOYMENT,
    lastStatus: 'STOPPED', desiredStatus: 'STOPPED', launchType: 'FARGATE', cpu: '256', memory: '512', createdAt: T0 + 10, startedAt: T0 + 15,
    stoppingAt: T0 + 18, executionStoppedAt: T0 + 18, stoppedAt: T0 + 20, stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'web', image: 'shop/api:1', runtimeId: '0123456789abcdef0123456789abcdef-1', lastStatus: 'STOPPED', exitCode: 1, healthStatus: 'UNKNOWN', networkBindings: [], networkInterfaces: [{ attachmentId: 'a', privateIpv4Address: '10.0.0.1' }] }],
    attachments: [{ id: 'a', type: 'ElasticNetworkInterface', status: 'DELETED', details: [{ name: 'subnetId', value: 'subnet-1' }] }],
  }] },
  DescribeTaskDefinition: { taskDefinition: {
    taskDefinitionArn: DEFINITION, family: 'api', revision: 42, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512',
    containerDefinitions: [{
      name: 'web', image: 'shop/api:1', essential: true, command: ['node', 'server.js'], environment: [{ name: 'PORT', value: '80' }],
      secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:token' }],
      portMappings: [{ containerPort: 80, protocol: 'tcp' }], healthCheck: { command: ['CMD', 'true'], interval: 30, timeout: 5, retries: 3 },
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'shop', 'awslogs-stream-prefix': 'api', 'awslogs-region': 'eu-west-1' } },
    }],
    volumes: [{ name: 'data', host: {} }],
  } },
  GetLogEvents: { events: [{ timestamp: START_MS + 17_000, message: 'Error: listen EADDRINUSE: address already in use :::80', ingestionTime: START_MS + 18_000 }], nextBackwardToken: 'b/1' },
  FilterLogEvents: { events: [] },
};

const time = (seconds: number) => new Date((T0 + seconds) * 1000).toISOString();
const xml = (operation: string, result: string) => `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`;
const XML_ANSWERS: { readonly [operation: string]: string } = {
  DescribeStacks: `<Stacks><member><StackId>${STACK}</StackId><StackName>Shop</StackName><StackStatus>CREATE_IN_PROGRESS</StackStatus><CreationTime>${time(0)}</CreationTime></member></Stacks>`,
  DescribeStackResource: `<StackResourceDetail><LogicalResourceId>Service</LogicalResourceId><PhysicalResourceId>${SERVICE}</PhysicalResourceId><ResourceType>AWS::ECS::Service</ResourceType><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus><LastUpdatedTimestamp>${time(4)}</LastUpdatedTimestamp></StackResourceDetail>`,
  DescribeStackEvents: `<StackEvents><member><StackId>${STACK}</StackId><EventId>1</EventId><StackName>Shop</StackName><LogicalResourceId>Shop</LogicalResourceId><PhysicalResourceId>${STACK}</PhysicalResourceId><ResourceType>AWS::CloudFormation::Stack</ResourceType><Timestamp>${time(0)}</Timestamp><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus></member></StackEvents>`,
  DescribeTargetGroups: `<TargetGroups><member><TargetGroupArn>${GROUP}</TargetGroupArn><TargetGroupName>api</TargetGroupName><Port>80</Port><HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds><HealthCheckEnabled>true</HealthCheckEnabled></member></TargetGroups>`,
  DescribeTargetHealth: '<TargetHealthDescriptions><member><Target><Id>10.0.0.1</Id><Port>80</Port></Target><TargetHealth><State>unhealthy</State><Reason>Target.Timeout</Reason></TargetHealth></member></TargetHealthDescriptions>',
  ListStacks: '<StackSummaries/>',
  ListStackResources: `<StackResourceSummaries><member><LogicalResourceId>Service</LogicalResourceId><PhysicalResourceId>${SERVICE}</PhysicalResourceId><ResourceType>AWS::ECS::Service</ResourceType></member></StackResourceSummaries>`,
  GetTemplate: '<TemplateBody>{}</TemplateBody>',
};

/**
 * An endpoint for every call on the loopback. The start of the state machine and the answers to CloudFormation work, whatever else it does.
 */
export async function hostileEndpoint(): Promise<Endpoint> {
  let behaviour: Behaviour = asAws;
  const endpoint = { answers: [] as Endpoint['answers'], started: [] as string[], calls: [] as string[] };
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void read(request).then(async (body) => {
      if (request.method === 'PUT') {
        endpoint.answers.push(JSON.parse(body));
        response.end();
        return;
      }
      const target = String(request.headers['x-amz-target'] ?? '').split('.').pop();
      const operation = target || (new URLSearchParams(body).get('Action') ?? '');
      endpoint.calls.push(operation);
      if (operation === 'StartExecution') {
        endpoint.started.push((JSON.parse(body) as { input: string }).input);
        asAws(response, { operation, type: 'application/x-amz-json-1.0', body: JSON.stringify({ executionArn: 'x', startDate: T0 }) });
        return;
      }
      await behaviour(response, healthyAnswer(operation), request);
    });
  });
  server.on('clientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { ...endpoint, url: `http://127.0.0.1:${port}`, behave: (next) => { behaviour = next; }, close: () => end(server) };
}

function healthyAnswer(operation: string): Healthy {
  const known = JSON_ANSWERS[operation];
  if (known) return { operation, type: 'application/x-amz-json-1.1', body: JSON.stringify(known) };
  return { operation, type: 'text/xml', body: xml(operation, XML_ANSWERS[operation] ?? '') };
}

export function asAws(response: ServerResponse, { type, body }: Healthy): void {
  response.writeHead(200, { 'content-type': type });
  response.end(body);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // the caller has ended the request
  }
  return Buffer.concat(chunks).toString();
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
