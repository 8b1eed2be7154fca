import { dependsOn, pathOf, Resource, resourcesOf, SERVICE_TYPE, Template } from './template';

/** A change to other resources that docs/how-it-works.md names under "What it changes in your app". */
interface Documented {
  readonly what: string;
  /** The two versions without this change; the same two if they have no such change. */
  readonly undo: (before: Resource, after: Resource, where: Where) => readonly [Resource, Resource];
  /** Also allowed to services; every other change must be in none. */
  readonly ofServices?: true;
}

/** What a change depends on, of the template that it is in. */
export interface Where {
  /** Logical ids of the diagnoses. */
  readonly diagnoses: ReadonlySet<string>;
  /** Construct paths of the pipelines of aws-cdk-lib/pipelines that publish assets. */
  readonly pipelines: readonly string[];
}

/** Types of the resources that name a template by its address. */
const WITH_TEMPLATE = ['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet', 'AWS::ServiceCatalog::CloudFormationProduct'];

/** Types of the resources with which such a pipeline publishes assets. */
const PUBLISHING = ['AWS::CodePipeline::Pipeline', 'AWS::CodeBuild::Project', 'AWS::IAM::Policy', 'AWS::IAM::Role'];

const DOCUMENTED: readonly Documented[] = [
  {
    what: 'also waits for the diagnosis',
    ofServices: true,
    undo: (before, after, { diagnoses }) => {
      const rest = dependsOn(after).filter((id) => !diagnoses.has(id));
      const isThis = rest.length < dependsOn(after).length && same(rest, dependsOn(before));
      return isThis ? [withoutDependencies(before), withoutDependencies(after)] : [before, after];
    },
  },
  {
    what: 'its stack has one more parameter',
    undo: (before, after) => {
      if (after.Type !== 'AWS::CloudFormation::Stack') return [before, after];
      const known = Object.keys(before.Properties?.Parameters ?? {});
      const withKnown = (resource: Resource) => {
        const parameters = Object.entries(resource.Properties?.Parameters ?? {}).filter(([name]) => known.includes(name));
        return withProperties(resource, { Parameters: Object.fromEntries(parameters) });
      };
      return [withKnown(before), withKnown(after)];
    },
  },
  {
    what: 'deploys one more asset',
    undo: (before, after) => {
      if (after.Type !== 'Custom::CDKBucketDeployment') return [before, after];
      const known = [before.Properties?.SourceObjectKeys].flat().length;
      const withKnown = (resource: Resource) => {
        const first = (name: string) => [resource.Properties?.[name]].flat().slice(0, known);
        return withProperties(resource, { SourceBucketNames: first('SourceBucketNames'), SourceObjectKeys: first('SourceObjectKeys') });
      };
      return [withKnown(before), withKnown(after)];
    },
  },
  {
    what: 'names the new template of a stack',
    undo: (before, after) => (WITH_TEMPLATE.includes(after.Type) ? [masked(before), masked(after)] : [before, after]),
  },
  {
    what: 'the pipeline publishes one more asset',
    undo: (before, after, { pipelines }) => {
      const isThis = PUBLISHING.includes(after.Type) && isWithin(after, pipelines);
      return isThis ? [before, before] : [before, after];
    },
  },
];

/** Documented changes that lead from one version of a resource to the other, no more than needed; undefined if more has changed. */
export function documentedChanges(before: Resource, after: Resource, where: Where): readonly string[] | undefined {
  const allowed = DOCUMENTED.filter(({ ofServices }) => ofServices ?? after.Type !== SERVICE_TYPE);
  const explains = (changes: readonly Documented[]) => (
    same(...changes.reduce<readonly [Resource, Resource]>((pair, { undo }) => undo(...pair, where), [before, after]))
  );
  if (!explains(allowed)) return undefined;
  const needed = allowed.reduceRight((left, change) => {
    const without = left.filter((other) => other !== change);
    return explains(without) ? without : left;
  }, allowed);
  return needed.map(({ what }) => what);
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const withoutDependencies = ({ DependsOn: _, ...rest }: Resource): Resource => rest;

/** The properties at the end, so that their order is the same in both versions. */
function withProperties(resource: Resource, properties: { readonly [name: string]: unknown }): Resource {
  const others = Object.entries(resource.Properties ?? {}).filter(([name]) => !(name in properties));
  return { ...resource, Properties: { ...Object.fromEntries(others), ...properties } };
}

/** The projects that publish assets are below `Assets` of the pipeline. */
export function pipelinesIn(template: Template): string[] {
  const resources = resourcesOf(template).map(([, resource]) => resource);
  const ofPipelines = resources.filter(({ Type }) => Type === 'AWS::CodePipeline::Pipeline').map(pathOf);
  // without `Pipeline/Resource`, the pipeline of aws-codepipeline inside it
  const outer = ofPipelines.map((path) => path.split('/').slice(0, -2).join('/'));
  return outer.filter((path) => resources.some((resource) => isWithin(resource, [`${path}/Assets`])));
}

export function isWithin(resource: Resource, scopes: readonly string[]): boolean {
  return scopes.some((scope) => pathOf(resource).startsWith(`${scope}/`));
}

/** Without hashes: the address of a template has that of its contents. */
function masked(resource: Resource): Resource {
  return JSON.parse(JSON.stringify(resource).replace(/\b[0-9a-f]{64}\b/g, 'HASH')) as Resource;
}
