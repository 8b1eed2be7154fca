import { Stack } from '@aws-sdk/client-cloudformation';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { tagOf } from './stacks';

/** Regions of the partition of this one. */
export function regionsLike(region: string): readonly string[] {
  const partition = RegionInfo.get(region).partition ?? 'aws';
  return RegionInfo.regions.filter((one) => one.partition === partition).map(({ name }) => name);
}

/** Of the stack that all tests of a run share: the other Regions in which the run makes stacks. */
const TAG = 'cdk-diagnosed-fargate-live-regions', ALL = 'all';
/** Characters of a value. A comma is not allowed in it. */
const MAX_VALUE = 256;

/** The tag, as `Request.tags` takes it. */
export function regionsTag(regions: readonly string[]): { readonly [key: string]: string } {
  const names = regions.join(' ');
  const value = names.length > MAX_VALUE ? ALL : names;
  return value === '' ? {} : { [TAG]: value };
}

/** Other Regions in which the runs of these stacks have made some. */
export function otherRegions(stacks: readonly Stack[], region: string): readonly string[] {
  const names = stacks.flatMap((stack) => tagOf(stack, TAG)?.split(' ') ?? []);
  return [...new Set(names.flatMap((name) => (name === ALL ? regionsLike(region) : [name])))].filter((name) => name !== region);
}
