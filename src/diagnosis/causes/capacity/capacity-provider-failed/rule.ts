import { guide, shortenable, stated } from '../../kit';
import { readActivities } from '../providers';

export const capacityProviderFailed = stated({
  id: 'capacity-provider-failed',
  family: 'capacity',
  title: 'Capacity provider could not launch instances',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances' },
  docs: guide('cluster-auto-scaling'),
  headline: (hit) => {
    const { provider, code } = launch(hit.text);
    const who = provider ? `capacity provider ${shortenable(provider)}` : 'the capacity provider';
    return code ? `${who} launched no instance: ${shortenable(code)}` : `no task can be placed: ${who} could not deliver instances`;
  },
  fix: (hit) => (/unauthorized|not authorized/i.test(hit.text)
    ? 'allow the infrastructure role of the capacity provider to launch instances and to pass the instance role:'
      + ' instanceRole.grantPassRole(infrastructureRole)'
    : readActivities(hit.frame)),
});

/** `Unable to launch instance(s) for capacity provider NAME. CODE: words`. */
function launch(text: string): { readonly provider?: string; readonly code?: string } {
  const [, provider, code] = /for capacity provider ([\w-]+)\.(?: (\w+(?:\.\w+)?):)?/i.exec(text) ?? [];
  return { provider, code };
}
