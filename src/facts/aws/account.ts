import { CancelUpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { ListClustersCommand, ListServicesCommand } from '@aws-sdk/client-ecs';
import { AwsApi } from './api';
import { awsApi, ClientSettings, makeClients, plain } from './clients';

/** The calls for a person at a terminal, beyond those of the watcher. Only `cancelUpdateStack` changes anything. */
export interface AccountApi extends AwsApi {
  cancelUpdateStack(input: { StackName: string }): Promise<unknown>;
  listClusters(input: { nextToken?: string }): Promise<{ clusterArns?: readonly string[]; nextToken?: string }>;
  listServices(input: { cluster: string; nextToken?: string }): Promise<{ serviceArns?: readonly string[]; nextToken?: string }>;
}

export function accountApi(settings: ClientSettings, signal: () => AbortSignal): AccountApi {
  const clients = makeClients(settings);
  const until = () => ({ abortSignal: signal() });
  return {
    ...awsApi(signal, clients),
    cancelUpdateStack: (input) => clients.cloudFormation().send(new CancelUpdateStackCommand(input), until()),
    listClusters: async (input) => plain(await clients.ecs().send(new ListClustersCommand(input), until())),
    listServices: async (input) => plain(await clients.ecs().send(new ListServicesCommand({ ...input, maxResults: 100 }), until())),
  };
}
