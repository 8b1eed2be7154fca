import { assembly, lab as newLab } from './shop';
import type { Stack } from '../../src/lab/cloudformation/model';
import type { Lab } from '../../src/lab/lab';

// Every status that CloudFormation documents for a stack (AWS CloudFormation API Reference, Stack), except the two in which it deploys.
const STATUSES = [
  'CREATE_COMPLETE', 'CREATE_FAILED', 'DELETE_COMPLETE', 'DELETE_FAILED', 'DELETE_IN_PROGRESS', 'IMPORT_COMPLETE', 'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_FAILED', 'IMPORT_ROLLBACK_IN_PROGRESS', 'REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED',
  'ROLLBACK_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_FAILED', 'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED', 'UPDATE_ROLLBACK_IN_PROGRESS',
];

/** CloudFormation sends no Create or Update in these: right after a request, DescribeStacks shows the end of the operation before (F4). */
const BETWEEN_OPERATIONS = [
  'CREATE_COMPLETE', 'CREATE_FAILED', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
];

/** Asks the real bundled function as CloudFormation would. */
async function ask(lab: Lab, stack: Stack, requestType: string, requestId: string, change: object = {}, within = 20) {
  const resource = [...stack.resources.values()].find((r) => r.type === 'Custom::EcsDeploymentDiagnosis')!;
  const desk = lab.answers.ask({ requestId, stackId: stack.id, logicalId: resource.logicalId }, () => undefined);
  const begun = { at: lab.clock.now(), calls: lab.calls.length, answers: lab.answers.received.length };
  lab.functions.invokeAsync(String(resource.properties.ServiceToken), {
    RequestType: requestType,
    RequestId: requestId,
    StackId: stack.id,
    ResponseURL: desk.url,
    LogicalResourceId: resource.logicalId,
    ResourceType: resource.type,
    ...requestType !== 'Create' && { PhysicalResourceId: 'an-id-never-seen' },
    ResourceProperties: { ...resource.properties, ...change },
    ...requestType === 'Update' && { OldResourceProperties: resource.properties },
  });
  await lab.advance(within);
  const [answer] = lab.answers.received.slice(begun.answers);
  return {
    status: answer && String(JSON.parse(answer.body).Status),
    id: answer && String(JSON.parse(answer.body).PhysicalResourceId),
    seconds: answer ? (answer.at - begun.at) / 1000 : NaN,
    calls: lab.calls.slice(begun.calls).map((c) => c.operation),
  };
}

test('where no deployment is left to judge: answered within one API call and two seconds, or once the status must be true', async () => {
  // One lab for all: what is asked leaves no trace in it.
  const lab = await newLab();
  await lab.deploy({ assembly: assembly() });
  const stack = lab.engine.find('Shop');
  const seen: string[] = [];
  for (const [i, status] of STATUSES.entries()) {
    stack.status = status;
    for (const [j, type] of ['Create', 'Update', 'Delete'].entries()) {
      const answer = await ask(lab, stack, type, `00000000-0000-4000-8000-0000000000${String(i * 3 + j).padStart(2, '0')}`, { Service: { TaskDefinition: 'another' } });
      const atOnce = answer.status === 'SUCCESS' && answer.seconds <= 2 && answer.calls.length <= (type === 'Delete' ? 0 : 1);
      const waitedOut = answer.status === 'SUCCESS' && answer.seconds >= 10 && answer.seconds <= 13;
      const when = waitedOut ? 'after ten seconds' : JSON.stringify(answer);
      seen.push(`${status} ${type}: ${atOnce ? 'at once' : when}`);
      if (type !== 'Create') expect(answer.id).toBe('an-id-never-seen');
    }
  }
  const wanted = (status: string, type: string) => (type !== 'Delete' && BETWEEN_OPERATIONS.includes(status) ? 'after ten seconds' : 'at once');
  expect(seen).toEqual(STATUSES.flatMap((status) => ['Create', 'Update', 'Delete'].map((type) => `${status} ${type}: ${wanted(status, type)}`)));
  expect(lab.violations).toEqual([]);
});

const READ = ['cloudformation', 'ecs', 'elb', 'logs'];

test.each([
  ['no fact can be read', READ, 180], ['nor can the state machine be started', [...READ, 'states'], 300],
])('a rollback, and %s: an update is answered within minutes (SECURITY.md), a delete at once', async (_, services, seconds) => {
  const lab = await newLab([], { faults: services.map((service) => ({ service, kind: 'accessDenied', stackOperation: 1, window: [100, 10_000] })) });
  await lab.deploy({ assembly: assembly() });
  await lab.advance(200);
  const stack = lab.engine.find('Shop');
  stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  const change = { Service: { TaskDefinition: 'another' } };
  const update = await ask(lab, stack, 'Update', '00000000-0000-4000-8000-000000000001', change, seconds);
  expect(update.status).toBe('SUCCESS');
  // Otherwise the sentence in SECURITY.md is out of date.
  expect(update.seconds).toBeGreaterThan(seconds - 60);
  expect(await ask(lab, stack, 'Delete', '00000000-0000-4000-8000-000000000002')).toMatchObject({ status: 'SUCCESS', calls: [] });
});
