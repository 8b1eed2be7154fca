import { FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { DiagnosedFargateService } from '../../../src';
import { deleteStateMachine, stopExecutions } from '../people';
import { crash, imageGone, inOperation } from '../rules';
import { Family } from '../scenario';
import { Version } from '../shop';

const first: Version = {};
const second: Version = { imageTag: '1.42.0' };
const LAMBDA = { service: 'lambda' } as const;
const TEN = { lambdaConcurrency: 10 };
const twelve: Version = {
  more: (stack, api) => {
    for (let n = 1; n < 12; n++) {
      new DiagnosedFargateService(stack, `Api${n}`, { cluster: api!.cluster, taskDefinition: api!.taskDefinition as FargateTaskDefinition, minHealthyPercent: 100 });
    }
  },
};

export const delivery: Family = {
  title: 'Deliveries, crashes and interruptions',
  scenarios: [
    {
      name: 'delivered twice',
      happens: 'Lambda delivers every request twice; no second watch starts',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'InvokeAsync', kind: 'duplicate' }] },
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true,
        also: ({ lab }) => expect(lab.states.executions()).toHaveLength(1),
      },
    },
    {
      name: 'delivered twice, healthy',
      happens: 'the same with a healthy deployment',
      world: { faults: [{ ...LAMBDA, operation: 'InvokeAsync', kind: 'duplicate' }] },
      expect: { status: 'CREATE_COMPLETE', because: /completed/, broken: true, also: ({ lab }) => expect(lab.states.executions()).toHaveLength(1) },
    },
    {
      name: 'request lost for a minute',
      happens: 'the function crashes on the request; Lambda delivers it again after a minute, when the service is complete',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: 1, kind: 'crash' }] },
      expect: { status: 'CREATE_COMPLETE', broken: true, verdict: [80, 110] },
    },
    {
      name: 'request delivered late to a broken deployment',
      happens: 'the same with a missing image: the diagnosis comes a minute later',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: 1, kind: 'crash' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true, verdict: [80, 100] },
    },
    {
      name: 'request never delivered in time',
      happens: 'three deliveries crash; the service is complete, and CloudFormation waits an hour for an answer that cannot come',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: '1-3', kind: 'crash', stackOperation: 1 }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3800] },
    },
    {
      name: 'crash in the middle of the watch',
      happens: 'the function crashes before its work at the fifth step; Step Functions tries again',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: 5, kind: 'crash' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true },
    },
    {
      name: 'crash after the work',
      happens: 'the function sends its answer, then crashes and loses its result',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: '4-', kind: 'crashAfter' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true },
    },
    {
      name: 'every step crashes',
      happens: 'the watch cannot continue; the state machine tries to answer SUCCESS until CloudFormation stops listening',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: '2-', window: [0, 120], kind: 'crash' }] },
      expect: { status: 'CREATE_COMPLETE', broken: true, verdict: [120, 140], log: /stopped watching early/ },
    },
    {
      name: 'start of the watch answered unreadably',
      happens: 'the execution starts, but its answer is cut, twice; the function asks again, and no second execution starts',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'states', operation: 'StartExecution', calls: '1-2', kind: 'cutBody' }] },
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [40, 65],
        also: ({ lab }) => expect(lab.states.executions()).toHaveLength(1),
      },
    },
    {
      name: 'start of the watch denied',
      happens: 'StartExecution is denied for good; the service is complete when Lambda delivers the request again, and the log has the reason',
      world: { faults: [{ service: 'states', operation: 'StartExecution', kind: 'accessDenied' }] },
      expect: {
        status: 'CREATE_COMPLETE', verdict: [60, 130], because: /CloudFormation has completed the service/, broken: true,
        log: /not watched yet: the state machine could not be started: AccessDeniedException: .*; Lambda delivers the request again/,
      },
    },
    {
      name: 'start of the watch denied, slow deployment',
      happens: 'the same with tasks that take six minutes to start: SUCCESS from the third delivery, and the deployment goes on without a watch',
      rules: [{ slow: { pending: 360 } }],
      world: { faults: [{ service: 'states', operation: 'StartExecution', kind: 'accessDenied' }] },
      expect: {
        status: 'CREATE_COMPLETE', verdict: [180, 300], because: /the state machine could not be started: AccessDeniedException/, broken: true,
      },
    },
    {
      name: 'start of the watch denied, broken deployment',
      happens: 'without a watch, the circuit breaker ends the deployment',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'states', operation: 'StartExecution', kind: 'accessDenied' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', broken: true, log: /the state machine could not be started/ },
    },
    {
      name: 'execution stopped by a person',
      happens: 'a person stops the running watch; nothing is left to answer, and CloudFormation stops waiting after an hour',
      meanwhile: (lab) => lab.at(40, () => stopExecutions(lab)),
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3900] },
    },
    {
      name: 'the state machine is never allowed to call the function',
      happens: 'its role, a boundary or a service control policy denies the call; nothing else is left to answer, and CloudFormation stops waiting after an hour',
      world: { switches: { iam: { policyEffectiveAfter: { WaiterRole: 100_000 } } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3900] },
    },
    {
      name: 'state machine deleted by a person',
      happens: 'a person deletes the state machine during the watch; AWS ends its executions at their next transition, and nothing is left to answer',
      meanwhile: (lab) => lab.at(40, () => deleteStateMachine(lab)),
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3900] },
    },
    {
      name: 'the clock of the function is an hour ahead',
      happens: 'all times after the first look are those of the state machine',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', kind: 'clockSkew', seconds: 3600 }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [40, 65], varies: true },
    },
    {
      name: 'the clock of the function is an hour behind, healthy',
      happens: 'the same in the other direction, with a healthy deployment',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', kind: 'clockSkew', seconds: -3600 }] },
      expect: { status: 'CREATE_COMPLETE', because: /completed/, verdict: [85, 115], varies: true },
    },
    {
      name: 'log lines come late',
      happens: 'the lines can be read five seconds after the container wrote them, the longest delay of awslogs; the watch waits for them',
      rules: [crash],
      versions: [second],
      world: { switches: { logs: { lateness: [5, 5] } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [55, 80] },
    },
    {
      name: 'log lines come half a minute late',
      happens: 'too long to wait while ECS counts failures; the message has no log lines',
      rules: [crash],
      versions: [second],
      world: { faults: [{ service: 'logs', operation: 'Deliver', kind: 'late', seconds: 30 }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [55, 80] },
    },
    {
      name: 'log lines lost',
      happens: 'the lines never arrive; the message has none',
      rules: [crash],
      versions: [second],
      world: { faults: [{ service: 'logs', operation: 'Deliver', kind: 'lost' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [55, 80] },
    },
    {
      name: 'answer refused',
      happens: 'the first PUT of the answer returns 403; five seconds later the answer is sent again',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', calls: 1, kind: '403' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'answer refused for good',
      happens: 'every PUT returns 403; after three tries the watch ends, and the circuit breaker ends the deployment',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', kind: '403', stackOperation: 1, window: [0, 300] }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', log: /refused the answer FAILED; it is not sent again/, also: ({ lab }) => expect(lab.states.executions().map((e) => e.status)).not.toContain('RUNNING') },
    },
    {
      name: 'answer cut after it was taken',
      happens: 'the connection breaks after CloudFormation has the answer; it is sent twice and counts once',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', calls: 1, kind: 'cutAfterAcceptance' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'state machine deleted in the rollback',
      happens: 'the rollback deletes the state machine while a watch is in its wait; it ends at its next transition',
      rules: [{ slow: { pending: 400 } }],
      meanwhile: (lab) => lab.at(40, () => { void lab.engine.delete('Shop'); }),
      expect: {
        status: 'DELETE_COMPLETE', first: /^Api/,
        also: ({ lab }) => expect(lab.states.executions().map((e) => e.status)).not.toContain('RUNNING'),
      },
    },
    {
      name: 'a concurrency quota of 10',
      happens: 'a new account deploys twelve services at once',
      versions: [twelve],
      world: TEN,
      expect: { status: 'CREATE_COMPLETE', also: ({ lab }) => expect(lab.functions.peak).toBeLessThanOrEqual(10) },
    },
    {
      name: 'Delete with an id never seen',
      happens: 'the create was cancelled before its answer; CloudFormation invents an id',
      versions: [second],
      rules: [{ slow: { pending: 300 } }],
      meanwhile: (lab) => lab.at(40, () => { void lab.engine.delete('Shop'); }),
      expect: { status: 'DELETE_COMPLETE', first: /^Api/ },
    },
    {
      name: 'late answer',
      happens: 'the answer to the Create arrives while the stack rolls back; it has no effect',
      rules: [inOperation(1, imageGone)],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', calls: '1-2', kind: '503' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'second invocation after the end',
      happens: 'Lambda delivers the Create again, long after the stack is complete',
      versions: [first],
      last: async (lab) => {
        const stack = lab.engine.find('Shop');
        const diagnosis = [...stack.resources.values()].find((r) => r.type === 'Custom::EcsDeploymentDiagnosis')!;
        const answered = lab.answers.received.length;
        const desk = lab.answers.ask({ requestId: 'again', stackId: stack.id, logicalId: diagnosis.logicalId }, () => undefined);
        lab.functions.invokeAsync(String(diagnosis.properties.ServiceToken), {
          RequestType: 'Create', RequestId: 'again', StackId: stack.id, ResponseURL: desk.url, LogicalResourceId: diagnosis.logicalId,
          ResourceType: diagnosis.type, ResourceProperties: diagnosis.properties,
        });
        // The status may be older than the request: it is waited out.
        await lab.advance(15);
        expect(lab.answers.received.slice(answered).map(({ body }) => JSON.parse(body).Status)).toEqual(['SUCCESS']);
        return lab.destroy('Shop');
      },
      expect: { status: 'DELETE_COMPLETE' },
    },
  ],
};
