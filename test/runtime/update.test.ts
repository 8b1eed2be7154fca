import { CustomResourceRequest } from '../../src/contract';
import { changedProperties, isOnlyForced, isUnchanged } from '../../src/runtime/update';

const FORCED = { ForceNewDeployment: { EnableForceNewDeployment: 'true', ForceNewDeploymentNonce: '2' } };
const request = (now: object, before?: object, RequestType = 'Update') => ({
  RequestType, ResourceProperties: { Service: { TaskDefinition: 'a:1', ...now } }, ...before && { OldResourceProperties: { Service: { TaskDefinition: 'a:1', ...before } } },
}) as unknown as CustomResourceRequest;

test.each<[string, boolean, CustomResourceRequest]>([
  ['forced, and nothing else', true, request(FORCED, {})],
  ['forced, with another desired count', true, request({ ...FORCED, DesiredCount: '4' }, { DesiredCount: '2' })],
  ...['EnableExecuteCommand', 'EnableECSManagedTags', 'PropagateTags', 'CapacityProviderStrategy'].map((name): [string, boolean, CustomResourceRequest] => (
    [`forced, with another ${name} (F5)`, true, request({ ...FORCED, [name]: 'b' }, { [name]: 'a' })]
  )),
  ['forced, with another task definition', false, request({ ...FORCED, TaskDefinition: 'a:2' }, {})],
  ['forced before, too: the rollback forces again', false, request(FORCED, { ForceNewDeployment: { EnableForceNewDeployment: 'true', ForceNewDeploymentNonce: '1' } })],
  ['forcing taken back', false, request({}, FORCED)],
  ['switched off', false, request({ ForceNewDeployment: { EnableForceNewDeployment: 'false' } }, {})],
  ['create', false, request(FORCED, undefined, 'Create')],
])('%s: %s', (_, forced, event) => {
  expect(isOnlyForced(event)).toBe(forced);
});

test('the service is unchanged if its properties and its logical id are', () => {
  const same = { ...request({}, {}) };
  expect(isUnchanged(same)).toBe(true);
  expect([request({ DesiredCount: '4' }, {}), request({}, undefined), request({}, {}, 'Create')].map(isUnchanged)).toEqual([false, false, false]);
  expect(isUnchanged({ ...same, ResourceProperties: { ...same.ResourceProperties, ServiceLogicalId: 'Other' } })).toBe(false);
});

test('the paths of the changed properties, without their values', () => {
  const network = (subnet: string) => ({ NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet], AssignPublicIp: 'DISABLED' } } });
  expect(changedProperties(request({ ...network('b'), TaskDefinition: 'a:2' }, network('a'))))
    .toEqual(['NetworkConfiguration.AwsvpcConfiguration.Subnets', 'TaskDefinition']);
  expect(changedProperties(request({ DesiredCount: '4' }, {}))).toEqual(['DesiredCount']);
  expect(changedProperties(request({}, {}))).toEqual([]);
  expect([request({}, undefined), request({}, {}, 'Create')].map(changedProperties)).toEqual([undefined, undefined]);
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`Property${i}`, 'b']));
  expect(changedProperties(request(many, {}))).toHaveLength(12);
});
