import { Assembly } from './assembly';
import { ResolvedStack } from './stacks';
import { Holey, Members, Value } from './values';
import { App } from '../declared';

/** Type of a resource -> the set of its names, and the property that has the name. */
const NAMED = {
  logGroups: [['AWS::Logs::LogGroup', 'LogGroupName']],
  secrets: [['AWS::SecretsManager::Secret', 'Name']],
  parameters: [['AWS::SSM::Parameter', 'Name']],
  roles: [['AWS::IAM::Role', 'RoleName']],
  repositories: [['AWS::ECR::Repository', 'RepositoryName']],
  clusters: [['AWS::ECS::Cluster', 'ClusterName']],
  capacityProviders: [['AWS::ECS::CapacityProvider', 'Name']],
  namespaces: [
    ['AWS::ServiceDiscovery::HttpNamespace', 'Name'], ['AWS::ServiceDiscovery::PrivateDnsNamespace', 'Name'],
    ['AWS::ServiceDiscovery::PublicDnsNamespace', 'Name'],
  ],
} as const;

/** Policies, with the property that lists their roles. */
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];
const FORWARDERS = ['AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule'];

export function appOf(stacks: readonly ResolvedStack[], { imageAssets, fileAssets }: Assembly): App {
  const all = stacks.flatMap(({ stack, resolver }) => Object.values(stack.template.Resources ?? {})
    .filter((resource) => resolver.isMade(resource) !== false)
    .map(({ Type = '', Properties }) => ({ type: Type, members: new Members(resolver.resolve(Properties)) })));
  const named = (key: keyof typeof NAMED) => new Set(NAMED[key].flatMap(([type, property]) => (
    all.filter((one) => one.type === type).flatMap(({ members }) => members.text(property) ?? []))));
  const forwarding = all.filter(({ type }) => FORWARDERS.includes(type))
    .flatMap(({ members }) => [...members.values('DefaultActions'), ...members.values('Actions')]).flatMap(targetsOf);
  const policies = all.filter(({ type }) => POLICIES.includes(type))
    .flatMap(({ members }) => [...members.values('Roles'), ...members.values('RoleName')]);
  const texts = (values: readonly Value[]) => new Set(values.filter((one): one is string => typeof one === 'string'));
  const isUnclear = (values: readonly Value[]) => values.some((one) => one instanceof Holey && one.unknown !== undefined);
  return {
    logGroups: named('logGroups'),
    secrets: named('secrets'),
    parameters: named('parameters'),
    roles: named('roles'),
    repositories: named('repositories'),
    clusters: named('clusters'),
    capacityProviders: named('capacityProviders'),
    associatedClusters: texts(all.filter(({ type }) => type === 'AWS::ECS::ClusterCapacityProviderAssociations')
      .map(({ members }) => members.get('Cluster'))),
    namespaces: new Set([
      ...named('namespaces'),
      // The namespace of a cluster's defaults is made with the cluster (Amazon ECS API Reference, ClusterServiceConnectDefaultsRequest).
      ...all.filter(({ type }) => type === 'AWS::ECS::Cluster')
        .flatMap(({ members }) => members.members('ServiceConnectDefaults').text('Namespace') ?? []),
    ]),
    forwarded: texts(forwarding),
    extendedRoles: texts(policies),
    unclear: new Set(
      [...(isUnclear(forwarding) ? ['forwarded' as const] : []), ...(isUnclear(policies) ? ['extendedRoles' as const] : [])],
    ),
    imageAssets,
    fileAssets: new Set(fileAssets.keys()),
  };
}

function targetsOf(action: Value): readonly Value[] {
  const members = new Members(action);
  const groups = members.members('ForwardConfig').list('TargetGroups').map((one) => one.get('TargetGroupArn'));
  return [members.get('TargetGroupArn'), ...groups].filter((one) => one !== undefined);
}

/** That of a task definition or of a live service: no template makes anything. */
export const NO_APP: App = {
  logGroups: new Set(), secrets: new Set(), parameters: new Set(), roles: new Set(), repositories: new Set(), clusters: new Set(),
  namespaces: new Set(), capacityProviders: new Set(), associatedClusters: new Set(), forwarded: new Set(), extendedRoles: new Set(),
  unclear: new Set(),
  imageAssets: new Map(), fileAssets: new Set(),
};
