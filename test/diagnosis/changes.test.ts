import { changesSince } from '../../src/diagnosis/changes';
import { TaskDefinition } from '../../src/facts/model';

const base: TaskDefinition = {
  cpu: '512',
  memory: '1024',
  taskRoleArn: 'arn:aws:iam::123456789012:role/task-a',
  containerDefinitions: [{
    name: 'web',
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1',
    environment: [{ name: 'A', value: 'secret value' }, { name: 'B', value: '1' }],
    secrets: [{ name: 'S', valueFrom: 'arn:1' }],
    portMappings: [{ containerPort: 80 }],
  }],
};
const [web] = base.containerDefinitions ?? [];
const changed = (over: Partial<TaskDefinition>, of: object = {}) =>
  changesSince(base, { ...base, ...over, containerDefinitions: [{ ...web, ...of }] });

test.each([
  [changed({}), []],
  [changed({ cpu: '256', memory: '512' }), ['cpu 512 -> 256', 'memory 1024 -> 512']],
  [changed({ taskRoleArn: 'arn:aws:iam::123456789012:role/task-b' }), ['task role task-a -> task-b']],
  [changed({}, { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2' }), ['image tag 1 -> 2']],
  [changed({}, { image: 'nginx' }), ['image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1 -> nginx']],
  [
    changed({}, { environment: [{ name: 'A', value: 'other' }, { name: 'C', value: '1' }] }),
    ['environment B removed', 'environment A changed', 'environment C added'],
  ],
  [changed({}, { secrets: [] }), ['secret S removed']],
  [changed({}, { portMappings: [{ containerPort: 8080 }], command: ['run'] }), ['command', 'port mappings']],
  [changesSince(base, { ...base, containerDefinitions: [web, { name: 'proxy' }] }), ['container "proxy" added']],
  [changesSince(null, base), []],
])('%j', (found, wanted) => expect(found).toEqual(wanted));

test('values of the environment are never in it', () => {
  expect(JSON.stringify(changed({}, { environment: [{ name: 'A', value: 'new secret' }] }))).not.toMatch(/secret value|new secret/);
});
