import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { answering, asked, assembly, config, custom, eventsOf, fn, lab, statuses } from './support';
import { ResourceDefinition } from '../../src/lab/cloudformation/template';
import { TaskRule } from '../../src/lab/world';

const IMAGE_GONE: TaskRule = { pull: { text: 'CannotPullContainerError: shop:2 not found', after: 8 } };

/** Fails the update to the image shop:2, five seconds after it was asked. */
const FAILS_ON_IMAGE_2 = answering(`if (event.RequestType !== "Update" || event.ResourceProperties.Image !== "shop:2") return {};
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return { Status: "FAILED", Reason: "no" };`);

/** A cluster with one service, and beside it a custom resource when `thing` is given. */
interface Shop { image?: string; service?: object; thing?: object; more?: { [id: string]: ResourceDefinition } }

function shop(options: Shop = {}, code = answering()): string {
  return assembly({
    Resources: {
      Cluster: { Type: 'AWS::ECS::Cluster' },
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: 'shop', ContainerDefinitions: [{ Name: 'web', Image: options.image ?? 'shop:1', Essential: true }] } },
      Api: {
        Type: 'AWS::ECS::Service',
        Properties: {
          Cluster: { Ref: 'Cluster' },
          TaskDefinition: { Ref: 'Task' },
          LaunchType: 'FARGATE',
          DesiredCount: 2,
          NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
          DeploymentConfiguration: {
            DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100, MaximumPercent: 200,
          },
          ...options.service,
        },
      },
      ...options.thing && {
        Fn: fn('fn'),
        Thing: custom({ Image: options.image ?? 'shop:1', Task: { Ref: 'Task' }, ...options.thing }),
      },
      ...options.more,
    },
  }, { fn: code });
}

describe('create', () => {
  test('events of a resource and of a service', async () => {
    const l = await lab();
    const result = await l.deploy({ assembly: shop() });
    expect(result.stackStatus).toBe('CREATE_COMPLETE');
    expect(result.firstFailure).toBeUndefined();
    expect(eventsOf(result, 'Cluster')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS Resource creation Initiated', 'CREATE_COMPLETE']);
    expect(eventsOf(result, 'Api')).toEqual([
      'CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS Resource creation Initiated', 'CREATE_IN_PROGRESS Eventual consistency check initiated', 'CREATE_COMPLETE',
    ]);
    expect(result.events.filter((e) => e.logicalId === 'Api').map((e) => e.physicalId?.split(':')[2])).toEqual([undefined, 'ecs', 'ecs', 'ecs']);
    const times = result.events.map((e) => e.seconds);
    expect(times.every((t, i) => i === 0 || t > times[i - 1])).toBe(true);
    expect(result.seconds).toBe(times[times.length - 1]);
    expect(l.runningTasks()).toHaveLength(2);
  });

  test('the breaker: text, cancelled sibling a second later, unstarted without event, rollback', async () => {
    const l = await lab({ services: { Api: { rules: [IMAGE_GONE] } } });
    const result = await l.deploy({
      assembly: shop({
        thing: {}, more: { Later: { Type: 'AWS::SNS::Topic', DependsOn: 'Api' } },
      }, answering('if (event.RequestType === "Delete") return {};')),
    });
    expect(result.stackStatus).toBe('ROLLBACK_COMPLETE');
    expect(result.firstFailure?.logicalId).toBe('Api');
    expect(result.firstFailure?.reason).toMatch(
      /^Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\." \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: GeneralServiceException\)$/);
    const cancelled = result.events.find((e) => e.logicalId === 'Thing' && e.status === 'CREATE_FAILED');
    expect(cancelled?.reason).toBe('Resource creation cancelled');
    expect(cancelled!.seconds - result.firstFailure!.seconds).toBeCloseTo(1, 1);
    expect(eventsOf(result, 'Later')).toEqual([]);
    expect(eventsOf(result, 'Shop')).toEqual([
      'CREATE_IN_PROGRESS User Initiated',
      'ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Api, Thing]. Rollback requested by user.',
      'ROLLBACK_COMPLETE',
    ]);
    // a cancelled create is deleted with an id that CloudFormation invents
    const [, remove] = asked(l);
    expect(remove).toMatchObject({ type: 'Delete', id: expect.stringMatching(/^Shop-Thing-[0-9A-F]{12}$/) });
    // reverse order: the service before what it refers to
    const deleted = (id: string) => result.events.find((e) => e.logicalId === id && e.status === 'DELETE_COMPLETE')!.seconds;
    expect(deleted('Api')).toBeLessThan(deleted('Cluster'));
  });

  test('a custom resource that fails first: the service is cancelled and its deployment lives on until the rollback', async () => {
    const code = answering('if (event.RequestType === "Create") { return { Status: "FAILED", Reason: "web: image shop:2 is gone" }; } return {};');
    const l = await lab({ services: { Api: { rules: [IMAGE_GONE] } } });
    const result = await l.deploy({ assembly: shop({ thing: {} }, code) });
    expect(result.firstFailure).toMatchObject({ logicalId: 'Thing', resourceType: 'Custom::Thing' });
    expect(result.firstFailure?.reason).toMatch(
      /^Received response status \[FAILED\] from custom resource\. Message returned: web: image shop:2 is gone \(RequestId: [0-9a-f-]{36}\)$/);
    expect(eventsOf(result, 'Api')).toContain('CREATE_FAILED Resource creation cancelled');
    expect(asked(l)[1]).toMatchObject({ type: 'Delete', id: 'thing-1' });
  });

  test('rollback off: independent paths run on, the next deployment makes the failed anew', async () => {
    const code = answering('if (event.ResourceProperties.Fail) return { Status: "FAILED", Reason: "no" }; return {};');
    const l = await lab();
    const result = await l.deploy({ assembly: shop({ thing: { Fail: 'yes' } }, code), rollback: false });
    expect(result.stackStatus).toBe('CREATE_FAILED');
    expect(statuses(result, 'Api')).toContain('CREATE_COMPLETE');
    expect(eventsOf(result, 'Shop').at(-1)).toBe('CREATE_FAILED The following resource(s) failed to create: [Thing]. ');
    const again = await l.deploy({ assembly: shop({ thing: {} }, code) });
    expect(again.stackStatus).toBe('UPDATE_COMPLETE');
    expect(statuses(again, 'Thing')).toContain('CREATE_COMPLETE');
    expect(statuses(again, 'Api')).toEqual([]);
  });

  test('express: the service is complete once the API has accepted it', async () => {
    const l = await lab({ services: { Api: { rules: [IMAGE_GONE] } } });
    const result = await l.deploy({ assembly: shop(), express: true });
    expect(result.stackStatus).toBe('CREATE_COMPLETE');
    expect(result.seconds).toBeLessThan(10);
  });

  test('without a breaker the service waits three hours', async () => {
    const l = await lab({ services: { Api: { rules: [{ hang: 'PENDING' }] } } });
    const result = await l.deploy({ assembly: shop({ service: { DeploymentConfiguration: {} } }) });
    expect(result.firstFailure?.reason).toMatch(/^Resource handler returned message: "Exceeded attempts to wait" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: NotStabilized\)$/);
    expect(result.firstFailure!.seconds / 3600).toBeCloseTo(3, 1);
  });
});

describe('update', () => {
  test('a new image replaces the task definition, updates the service, and cleans up', async () => {
    const l = await lab();
    await l.deploy({ assembly: shop({ thing: {} }) });
    const result = await l.deploy({ assembly: shop({ image: 'shop:2', thing: {} }) });
    expect(result.stackStatus).toBe('UPDATE_COMPLETE');
    expect(eventsOf(result, 'Shop')).toEqual(['UPDATE_IN_PROGRESS User Initiated', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']);
    expect(eventsOf(result, 'Task')).toEqual([
      'UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'UPDATE_IN_PROGRESS Resource creation Initiated', 'UPDATE_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE',
    ]);
    expect(result.events.filter((e) => e.logicalId === 'Task').map((e) => e.physicalId?.split(':').pop())).toEqual(['1', '2', '2', '1', '1']);
    expect(statuses(result, 'Api')).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE']);
    expect(statuses(result, 'Cluster')).toEqual([]);
    expect(asked(l).map((a) => [a.type, a.props.Image, a.old?.Image])).toEqual([['Create', 'shop:1', undefined], ['Update', 'shop:2', 'shop:1']]);
  });

  test('nothing to do: no event', async () => {
    const l = await lab();
    await l.deploy({ assembly: shop() });
    expect(await l.deploy({ assembly: shop() })).toMatchObject({ stackStatus: 'CREATE_COMPLETE', events: [], seconds: 0 });
  });

  test('an update that fails: the rest is cancelled, what changed goes back, the custom resource is asked with swapped properties', async () => {
    const code = FAILS_ON_IMAGE_2;
    const l = await lab({ services: { Api: { rules: [{ ...IMAGE_GONE, when: { operation: 2, deployment: 'new' } }] } } });
    await l.deploy({ assembly: shop({ thing: {} }, code) });
    const before = l.runningTasks();
    const result = await l.deploy({ assembly: shop({ image: 'shop:2', thing: {} }, code) });
    expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(eventsOf(result, 'Shop')).toEqual([
      'UPDATE_IN_PROGRESS User Initiated',
      'UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Thing, Api]. ',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(result.firstFailure!.seconds - result.events.find((e) => e.logicalId === 'Thing')!.seconds).toBeCloseTo(5.2, 1);
    expect(eventsOf(result, 'Api')).toEqual([
      'UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS Eventual consistency check initiated', 'UPDATE_FAILED Resource update cancelled',
      'UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS Eventual consistency check initiated', 'UPDATE_COMPLETE',
    ]);
    expect(asked(l).map((a) => [a.type, a.props.Image, a.old?.Image])).toEqual([
      ['Create', 'shop:1', undefined], ['Update', 'shop:2', 'shop:1'], ['Update', 'shop:1', 'shop:2'],
    ]);
    expect(l.runningTasks()).toHaveLength(before.length);
    // the stack is as it was: the old template again is nothing to do
    expect((await l.deploy({ assembly: shop({ thing: {} }, code) })).events).toEqual([]);
  });

  test('a custom resource that fails in the rollback leaves UPDATE_ROLLBACK_FAILED', async () => {
    const l = await lab();
    const code = answering('if (event.RequestType === "Update") return { Status: "FAILED", Reason: "never" }; return {};');
    await l.deploy({ assembly: shop({ thing: { A: 1 } }, code) });
    expect((await l.deploy({ assembly: shop({ thing: { A: 2 } }, code) })).stackStatus).toBe('UPDATE_ROLLBACK_FAILED');
  });

  test.each(['service-first', 'custom-resource-first'] as const)('order of the rollback: %s', async (rollbackOrder) => {
    const code = FAILS_ON_IMAGE_2;
    const l = await lab({ switches: { rollbackOrder }, services: { Api: { rules: [{ ...IMAGE_GONE, when: { operation: 2, deployment: 'new' } }] } } });
    await l.deploy({ assembly: shop({ thing: {} }, code) });
    const result = await l.deploy({ assembly: shop({ image: 'shop:2', thing: {} }, code) });
    const done = result.events.filter((e) => ['Api', 'Thing'].includes(e.logicalId) && e.status === 'UPDATE_COMPLETE').map((e) => e.logicalId);
    expect(done).toEqual(rollbackOrder === 'service-first' ? ['Api', 'Thing'] : ['Thing', 'Api']);
  });

  test('a resource that is taken out is deleted in the cleanup, one that is added is created', async () => {
    const l = await lab();
    await l.deploy({ assembly: shop({ more: { Topic: { Type: 'AWS::SNS::Topic' } } }) });
    const result = await l.deploy({ assembly: shop({ more: { Queue: { Type: 'AWS::SQS::Queue' } } }) });
    expect(statuses(result, 'Topic')).toEqual(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
    expect(statuses(result, 'Queue')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
    expect(statuses(result, 'Shop')[1]).toBe('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  });

  test('a service whose name is fixed cannot be replaced', async () => {
    const l = await lab();
    await l.deploy({ assembly: shop({ service: { ServiceName: 'api' } }) });
    const result = await l.deploy({ assembly: shop({ service: { ServiceName: 'api', LaunchType: 'EC2' } }) });
    expect(result.firstFailure?.reason).toBe(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename api and update the stack again.');
    expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('cancelled by a person', async () => {
    const l = await lab({ services: { Api: { rules: [{ when: { operation: 2, deployment: 'new' }, hang: 'PENDING' }] } } });
    await l.deploy({ assembly: shop() });
    l.at(30, () => l.engine.cancelUpdate('Shop'));
    const result = await l.deploy({ assembly: shop({ image: 'shop:2' }) });
    expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(result.firstFailure).toMatchObject({ logicalId: 'Api', reason: 'Resource update cancelled' });
    expect(result.firstFailure!.seconds).toBeCloseTo(30, 0);
  });
});

describe('delete', () => {
  test('in reverse order, the service drains first, retained resources stay', async () => {
    const l = await lab();
    await l.deploy({ assembly: shop({ thing: {}, more: { Kept: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' } } }) });
    const result = await l.destroy('Shop');
    expect(result.stackStatus).toBe('DELETE_COMPLETE');
    expect(statuses(result, 'Kept')).toEqual(['DELETE_SKIPPED']);
    const end = (id: string) => result.events.find((e) => e.logicalId === id && e.status === 'DELETE_COMPLETE')!.seconds;
    expect(end('Api')).toBeGreaterThan(3);
    expect(end('Api')).toBeLessThan(end('Task'));
    expect(end('Thing')).toBeLessThan(end('Fn'));
    expect(l.runningTasks()).toEqual([]);
    await expect(l.destroy('Shop')).rejects.toThrow('no such stack');
  });

  test('while it is being created', async () => {
    const l = await lab({ services: { Api: { rules: [{ hang: 'PENDING' }] } } });
    l.at(60, async () => { await l.engine.delete('Shop'); });
    const result = await l.deploy({ assembly: shop() });
    expect(result.stackStatus).toBe('DELETE_COMPLETE');
    expect(eventsOf(result, 'Api')).toContain('CREATE_FAILED Resource creation cancelled');
  });

  test('after a failed creation the next deployment deletes and creates anew', async () => {
    const l = await lab({ services: { Api: { rules: [{ ...IMAGE_GONE, when: { operation: 1 } }] } } });
    expect((await l.deploy({ assembly: shop() })).stackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await l.deploy({ assembly: shop() })).stackStatus).toBe('CREATE_COMPLETE');
  });
});

describe('determinism', () => {
  const timeline = async (seed: number) => {
    const l = await lab({ services: { Api: { rules: [{ ...IMAGE_GONE, when: { operation: 2 } }] } } }, { seed });
    const results = [await l.deploy({ assembly: shop({ thing: {} }) }), await l.deploy({ assembly: shop({ image: 'shop:2', thing: {} }) })];
    return JSON.stringify([results, l.taskStops(), l.lambdaLogLines().map((line) => line.replace(/127\.0\.0\.1:\d+/, ''))]);
  };

  test('the same seed gives the same timeline, another seed other ids', async () => {
    const [a, b, c] = [await timeline(5), await timeline(5), await timeline(6)];
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});

test('nested stacks: a failure inside names the embedded stack', async () => {
  const inner = { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' }, Bad: { Type: 'AWS::ECS::Service', Properties: { Cluster: { Ref: 'Cluster' }, TaskDefinition: 'nope' } } } };
  const l = await lab();
  const result = await l.deploy({
    assembly: assembly({ Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3/b/inner.json' } } } }, {}, { 'inner.json': inner }),
  });
  expect(result.stackStatus).toBe('ROLLBACK_COMPLETE');
  expect(result.firstFailure?.reason).toMatch(/^Embedded stack arn:aws:cloudformation:\S+ was not successfully created: The following resource\(s\) failed to create: \[Bad\]\. $/);
});

describe('nested stacks: the cleanup of a complete update waits for the parent', () => {
  // The second one fails when its service names no task definition.
  const nest = (greeting: string, taskDefinition: string) => {
    const inner = (resources: { [id: string]: ResourceDefinition }) => ({
      Resources: { Cluster: { Type: 'AWS::ECS::Cluster', Properties: { Tags: [{ Key: 'greeting', Value: greeting }] } }, ...resources },
    });
    const service = { Type: 'AWS::ECS::Service', Properties: { Cluster: { Ref: 'Cluster' }, TaskDefinition: taskDefinition, DesiredCount: 0 } };
    const stack = (file: string, dependsOn?: string) => ({
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: `https://s3/b/${file}`, Parameters: { Greeting: greeting } },
      ...dependsOn && { DependsOn: dependsOn },
    });
    const parameters = { Parameters: { Greeting: { Type: 'String' } } };
    return assembly(
      { Resources: { First: stack(`first-${greeting}.json`), Second: stack(`second-${greeting}.json`, 'First') } }, {},
      {
        [`first-${greeting}.json`]: { ...parameters, ...inner({}) },
        [`second-${greeting}.json`]: { ...parameters, ...inner({ Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: 'f', ContainerDefinitions: [{ Name: 'web', Image: 'shop:1' }] } }, Api: service }) },
      },
    );
  };
  /** Of the last operation of the first nested stack. */
  const updated = async (taskDefinition: string) => {
    const l = await lab();
    const created = await l.deploy({ assembly: nest('one', 'f') });
    const nested = created.events.find(({ logicalId, physicalId }) => logicalId === 'First' && physicalId)!.physicalId!;
    const result = await l.deploy({ assembly: nest('two', taskDefinition) });
    const { StackEvents: events } = await new CloudFormationClient(config(l)).send(new DescribeStackEventsCommand({ StackName: nested }));
    const own = events!.reverse().filter((e) => e.PhysicalResourceId === nested);
    const shown = own.map(({ ResourceStatus }) => ResourceStatus!);
    return { result, shown: shown.slice(shown.indexOf('UPDATE_IN_PROGRESS')), at: (status: string) => +own.find((e) => e.ResourceStatus === status)!.Timestamp! };
  };

  test('a parent that completes', async () => {
    const { result, shown, at } = await updated('f');
    expect(result.stackStatus).toBe('UPDATE_COMPLETE');
    expect(shown).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']);
    const second = result.events.find(({ logicalId, status }) => logicalId === 'Second' && status === 'UPDATE_COMPLETE')!;
    expect(at('UPDATE_COMPLETE')).toBeGreaterThanOrEqual(result.startedAt + second.seconds * 1000);
  });

  test('a parent that rolls back', async () => {
    const { result, shown } = await updated('nope');
    expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(shown).toEqual([
      'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });
});
