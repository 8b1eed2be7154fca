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
      happens: 'Lambda delivers every request twice; the second one starts no second watch',
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
      happens: 'the same, and nothing is wrong',
      world: { faults: [{ ...LAMBDA, operation: 'InvokeAsync', kind: 'duplicate' }] },
      expect: { status: 'CREATE_COMPLETE', because: /completed/, broken: true, also: ({ lab }) => expect(lab.states.executions()).toHaveLength(1) },
    },
    {
      name: 'request lost for a minute',
      happens: 'the function dies with the request; Lambda delivers it again after a minute, when the service is complete',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: 1, kind: 'crash' }] },
      expect: { status: 'CREATE_COMPLETE', broken: true, verdict: [60, 90] },
    },
    {
      name: 'request delivered late to a broken deployment',
      happens: 'the same, and the image is gone: the diagnosis comes a minute later',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: 1, kind: 'crash' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true, verdict: [60, 80] },
    },
    {
      name: 'request never delivered in time',
      happens: 'three deliveries crash; the service is done, and CloudFormation waits its hour for an answer that cannot come',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: '1-3', kind: 'crash', stackOperation: 1 }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3800] },
    },
    {
      name: 'crash in the middle of the watch',
      happens: 'the function dies before its work at the fifth step; Step Functions tries again',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: 5, kind: 'crash' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true },
    },
    {
      name: 'crash after the work',
      happens: 'the function dies with its answer sent and its result lost',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: '4-', kind: 'crashAfter' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', broken: true },
    },
    {
      name: 'every step crashes',
      happens: 'the watch cannot go on; the state machine tries for as long as anybody listens to say SUCCESS for it',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', calls: '2-', window: [0, 120], kind: 'crash' }] },
      expect: { status: 'CREATE_COMPLETE', broken: true, verdict: [120, 140], log: /stopped watching early/ },
    },
    {
      name: 'start of the watch answered unreadably',
      happens: 'the execution has begun, but the answer is cut in the middle, twice: it is asked for again, and begins no second time',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'states', operation: 'StartExecution', calls: '1-2', kind: 'cutBody' }] },
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [20, 45],
        also: ({ lab }) => expect(lab.states.executions()).toHaveLength(1),
      },
    },
    {
      name: 'start of the watch denied',
      happens: 'StartExecution is denied: not watched, and said so',
      world: { faults: [{ service: 'states', operation: 'StartExecution', kind: 'accessDenied' }] },
      expect: { status: 'CREATE_COMPLETE', verdict: [2, 20], because: /the state machine could not be started/ },
    },
    {
      name: 'start of the watch denied, broken deployment',
      happens: 'nobody watches; the circuit breaker ends it as it would without us',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'states', operation: 'StartExecution', kind: 'accessDenied' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', log: /the state machine could not be started/ },
    },
    {
      name: 'execution stopped by a person',
      happens: 'somebody stops the running watch: nobody is left to answer, and CloudFormation gives the answer up after its hour',
      meanwhile: (lab) => lab.at(40, () => stopExecutions(lab)),
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3900] },
    },
    {
      name: 'state machine deleted by a person',
      happens: 'somebody deletes the waiter under the running watch; AWS ends its executions at their next transition, and nobody is left to answer',
      meanwhile: (lab) => lab.at(40, () => deleteStateMachine(lab)),
      expect: { status: 'ROLLBACK_COMPLETE', first: /^ApiDeploymentDiagnosis/, broken: true, seconds: [3600, 3900] },
    },
    {
      name: 'the clock of the function is an hour ahead',
      happens: 'all times after the first look are those of the state machine',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', kind: 'clockSkew', seconds: 3600 }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [20, 45] },
    },
    {
      name: 'the clock of the function is an hour behind, healthy',
      happens: 'the same the other way round, and nothing is wrong',
      world: { faults: [{ ...LAMBDA, operation: 'Invoke', kind: 'clockSkew', seconds: -3600 }] },
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'log lines come late',
      happens: 'they can be read five seconds after the container wrote them, as late as awslogs may be: they are waited for',
      rules: [crash],
      versions: [second],
      world: { switches: { logs: { lateness: [5, 5] } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [35, 60] },
    },
    {
      name: 'log lines come half a minute late',
      happens: 'nobody waits that long while ECS counts: the exit is told without them',
      rules: [crash],
      versions: [second],
      world: { faults: [{ service: 'logs', operation: 'Deliver', kind: 'late', seconds: 30 }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [35, 60] },
    },
    {
      name: 'log lines lost',
      happens: 'they never come: the same',
      rules: [crash],
      versions: [second],
      world: { faults: [{ service: 'logs', operation: 'Deliver', kind: 'lost' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [35, 60] },
    },
    {
      name: 'answer refused',
      happens: 'the first PUT of the answer is answered with 403: CloudFormation has taken nothing, and five seconds later it is sent again',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', calls: 1, kind: '403' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'answer refused for good',
      happens: 'every PUT is answered with 403: three tries, then nobody can be told; the circuit breaker ends the deployment as it would without us',
      rules: [imageGone],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', kind: '403', stackOperation: 1, window: [0, 300] }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', log: /refused the answer FAILED; it is not sent again/, also: ({ lab }) => expect(lab.states.executions().map((e) => e.status)).not.toContain('RUNNING') },
    },
    {
      name: 'answer cut after it was taken',
      happens: 'the connection breaks when CloudFormation has the answer already: sent twice, heard once',
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
      happens: 'a new account; twelve services at once',
      versions: [twelve],
      world: TEN,
      expect: { status: 'CREATE_COMPLETE', also: ({ lab }) => expect(lab.functions.peak).toBeLessThanOrEqual(10) },
    },
    {
      name: 'Delete with an id never seen',
      happens: 'the create was called off before its answer; CloudFormation makes an id up',
      versions: [second],
      rules: [{ slow: { pending: 300 } }],
      meanwhile: (lab) => lab.at(30, () => { void lab.engine.delete('Shop'); }),
      expect: { status: 'DELETE_COMPLETE', first: /^Api/ },
    },
    {
      name: 'late answer',
      happens: 'the answer to the Create comes when the stack is rolling back: it has no effect and does no harm',
      rules: [inOperation(1, imageGone)],
      versions: [second],
      world: { faults: [{ service: 'answer', operation: 'PUT', calls: '1-2', kind: '503' }] },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'second invocation after the end',
      happens: 'Lambda delivers the Create of a stack once more that is complete long since',
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
        await lab.advance(3);
        expect(lab.answers.received.slice(answered).map(({ body }) => JSON.parse(body).Status)).toEqual(['SUCCESS']);
        return lab.destroy('Shop');
      },
      expect: { status: 'DELETE_COMPLETE' },
    },
  ],
};
