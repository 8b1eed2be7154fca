import { crash, imageGone, inOperation, silentCrash } from '../rules';
import { Family } from '../scenario';
import { assembly, Version } from '../shop';

const first: Version = {};
const second: Version = { imageTag: '1.42.0' };
const third: Version = { imageTag: '1.43.0' };
const nested: Version = { nested: true };
const nestedSecond: Version = { nested: true, imageTag: '1.42.0' };
const inOrder = (rollbackOrder: 'together' | 'service-first' | 'custom-resource-first') => ({ switches: { rollbackOrder } });
const services = (l: { engine: { all(): readonly { resources: ReadonlyMap<string, { type: string; status: string }> }[] } }) =>
  l.engine.all().flatMap((s) => [...s.resources.values()]).filter((r) => r.type === 'AWS::ECS::Service').map((r) => r.status);

export const rollback: Family = {
  title: 'Rollback and the ways around it',
  scenarios: [
    {
      name: 'create rolled back, then created again',
      happens: 'the stack that failed is deleted and created anew with a good image',
      versions: [second],
      rules: [{ ...imageGone, when: { operation: 1 } }],
      last: async (lab) => {
        expect(lab.engine.find('Shop').status).toBe('ROLLBACK_COMPLETE');
        return lab.deploy({ assembly: assembly(first) });
      },
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'update rolled back, service and diagnosis together',
      happens: 'CloudFormation rolls back both at once',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      world: inOrder('together'),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'update rolled back, service first',
      happens: 'CloudFormation asks the diagnosis after the service is rolled back',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      world: inOrder('service-first'),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'update rolled back, diagnosis first',
      happens: 'CloudFormation rolls the service back after the answer of the diagnosis',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      world: inOrder('custom-resource-first'),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'tasks fail in the rollback, too',
      happens: 'the old image fails at first; the diagnosis does not fail the rollback',
      versions: [first, second],
      rules: [inOperation(2, imageGone), { ...silentCrash, when: { operation: 2, deployment: 'rollback', failFirst: 2 } }],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'update cancelled by a person',
      happens: 'CancelUpdateStack at 30 s, in the middle of a healthy deployment',
      versions: [first, second],
      meanwhile: (lab) => lab.at(30, () => lab.engine.cancelUpdate('Shop')),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /^Api/ },
    },
    {
      name: 'update cancelled, then made again',
      happens: 'the same update a second time, without interruption',
      versions: [first],
      last: async (lab) => {
        lab.at(30, () => lab.engine.cancelUpdate('Shop'));
        await lab.deploy({ assembly: assembly(second) });
        return lab.deploy({ assembly: assembly(second) });
      },
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'failed update, then a good one',
      happens: 'the rollback is cleaned up, and the next version deploys',
      versions: [first],
      rules: [inOperation(2, imageGone)],
      last: async (lab) => {
        expect((await lab.deploy({ assembly: assembly(second) })).stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
        return lab.deploy({ assembly: assembly(third) });
      },
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'create without rollback',
      happens: 'the cause is in the events at once; CloudFormation waits for the service until ECS gives up',
      versions: [second],
      rules: [imageGone],
      rollback: false,
      expect: { status: 'CREATE_FAILED', first: 'diagnosis', cause: 'image-not-found', verdict: [40, 65] },
    },
    {
      name: 'retry after a create without rollback',
      happens: 'the next deployment has a good image; service and diagnosis are created again',
      versions: [second, first],
      rules: [{ ...imageGone, when: { operation: 1 } }],
      rollback: false,
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'update without rollback',
      happens: 'the cause is in the events; nothing is rolled back',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      rollback: false,
      expect: { status: 'UPDATE_FAILED', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 45] },
    },
    {
      name: 'retry after an update without rollback',
      happens: 'the next deployment has a good image',
      versions: [first, second, third],
      rules: [inOperation(2, imageGone)],
      rollback: false,
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'the same again after an update without rollback',
      happens: 'nothing was fixed; the diagnosis runs again and finds the same cause',
      versions: [first, second, { ...second }],
      rules: [inOperation(2, crash), inOperation(3, crash)],
      rollback: false,
      expect: { status: 'UPDATE_FAILED', first: /^Api/ },
    },
    {
      name: 'express mode',
      happens: 'CloudFormation completes the service once ECS accepts it; so does the diagnosis',
      versions: [second],
      rules: [imageGone],
      express: true,
      expect: { status: 'CREATE_COMPLETE', verdict: [17, 35], because: /completed the service/ },
    },
    {
      name: 'express mode, update',
      happens: 'a good image, and CloudFormation does not wait for it',
      versions: [first, second],
      express: true,
      expect: { status: 'UPDATE_COMPLETE', verdict: [2, 20], because: /completed the service/ },
    },
    {
      name: 'express mode, update with a bad image',
      happens: 'the stack is complete before the first task fails, so there is no diagnosis',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      express: true,
      expect: { status: 'UPDATE_COMPLETE', verdict: [2, 20], because: /completed the service/ },
    },
    {
      name: 'nested stack',
      happens: 'a healthy service in a nested stack',
      versions: [nested],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'nested stack, bad image',
      happens: 'the diagnosis fails the nested stack, which fails the parent',
      versions: [nested, nestedSecond],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /Inner/, cause: 'image-not-found', verdict: [15, 60], also: ({ lab }) => expect(services(lab)).toEqual(['UPDATE_COMPLETE']) },
    },
    {
      name: 'nested stack, bad image at create',
      happens: 'the nested stack is rolled back and deleted with its parent',
      versions: [nestedSecond],
      rules: [imageGone],
      expect: { status: 'ROLLBACK_COMPLETE', first: /Inner/, cause: 'image-not-found', verdict: [20, 60] },
    },
  ],
};
