import { CancelUpdateStackCommand, GetTemplateCommand, ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeServiceRevisionsCommand, ListClustersCommand, ListServicesCommand, StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { AccountApi } from './account-api';
import { Asked, checked } from './answers';
import { AwsApi } from './api';
import { takingTurns } from './attempts';
import { awsApi, Clients, ClientSettings, makeClients } from './clients';

export function accountApi(settings: ClientSettings, signal: () => AbortSignal): AccountApi {
  const clients = withTurns(makeClients(settings));
  const until = () => ({ abortSignal: signal() });
  const reads: Asked<Omit<AccountApi, keyof AwsApi | 'cancelUpdateStack' | 'stopServiceDeployment'>> = {
    listClusters: (input) => clients.ecs().send(new ListClustersCommand(input), until()),
    listServices: (input) => clients.ecs().send(new ListServicesCommand({ ...input, maxResults: 100 }), until()),
    describeServiceRevisions: (input) => clients.ecs().send(new DescribeServiceRevisionsCommand(input), until()),
    listDeletedStacks: (input) => (
      clients.cloudFormation().send(new ListStacksCommand({ ...input, StackStatusFilter: ['DELETE_COMPLETE'] }), until())
    ),
    listStackResources: (input) => clients.cloudFormation().send(new ListStackResourcesCommand(input), until()),
    getTemplate: (input) => clients.cloudFormation().send(new GetTemplateCommand(input), until()),
    filterLogEvents: (input) => clients.logsIn(undefined).send(new FilterLogEventsCommand(input), until()),
  };
  return {
    ...awsApi(signal, clients),
    ...checked(reads),
    cancelUpdateStack: (input) => clients.cloudFormation().send(new CancelUpdateStackCommand(input), until()),
    stopServiceDeployment: (input) => clients.ecs().send(new StopServiceDeploymentCommand(input), until()),
  };
}

function withTurns({ cloudFormation, ecs, elb, states, logsIn }: Clients): Clients {
  return {
    cloudFormation: () => takingTurns(cloudFormation()),
    ecs: () => takingTurns(ecs()),
    elb: () => takingTurns(elb()),
    states,
    logsIn: (region) => takingTurns(logsIn(region)),
  };
}
