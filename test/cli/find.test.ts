import { meantBy } from '../../src/cli/find/meant';
import { findAlone, Finder } from '../../src/cli/find/service';

const arn = (kind: string, name: string) => `arn:aws:ecs:eu-west-1:123456789012:${kind}/${name}`;

/** An account in which each cluster has the services of the same index. */
function finder(clusters: readonly string[], services: (cluster: string) => readonly string[] = () => []): Finder {
  const nameOf = (cluster = '') => cluster.split('/').at(-1) ?? '';
  const aws = {
    listClusters: () => Promise.resolve({ clusterArns: clusters.map((name) => arn('cluster', name)) }),
    listServices: ({ cluster }: { readonly cluster?: string }) => Promise.resolve({
      serviceArns: services(nameOf(cluster)).map((name) => arn('service', `${nameOf(cluster)}/${name}`)),
    }),
  };
  return { aws: aws as unknown as Finder['aws'], canAsk: false, guessed: () => undefined };
}

const many = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);

test('a name alone is looked up in twenty clusters, in the last one, too', async () => {
  expect(await findAlone(finder(many(20), (cluster) => (cluster === 'c19' ? ['web'] : [])), 'web')).toEqual({ cluster: 'c19', service: 'web' });
});

test('among more clusters nothing is said about a name alone: it could be in one that was not read', async () => {
  await expect(findAlone(finder(many(26), () => ['web']), 'web')).rejects.toThrow(/^no cluster is called "web"; if it is a service, name its cluster, too: there are 26 clusters/);
  expect(await findAlone(finder(many(26)), 'c25')).toEqual({ cluster: 'c25' });
});

test.each([['', undefined], ['prod', ''], ['prod', ' ']])('an empty name, as of a variable that is not set, means nothing: "%s" "%s"', async (first, second) => {
  await expect(meantBy(first, second, {} as Parameters<typeof meantBy>[2], { canAsk: false, guessed: () => undefined })).rejects.toThrow(/^a name is empty/);
});
