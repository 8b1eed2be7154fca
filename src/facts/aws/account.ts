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
import { endingAnswers, inTime, signalOfCall } from './deadline';

/** `signal()` is asked at each call, and ends it, whether the answer has begun or not. */
export function accountApi(settings: ClientSettings, signal: () => AbortSignal): AccountApi {
  const calls = Object.entries(callsOf(settings)) as [string, (...given: readonly unknown[]) => unknown][];
  return Object.fromEntries(calls.map(([name, call]) => (
    [name, (...given: readonly unknown[]) => inTime(signal(), () => call(...given))]
  ))) as unknown as AccountApi;
}

function callsOf(settings: ClientSettings): AccountApi {
  const clients = attended(makeClients(settings));
  const until = () => ({ abortSignal: signalOfCall() });
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
    ...awsApi(signalOfCall, clients),
    ...checked(reads),
    cancelUpdateStack: (input) => clients.cloudFormation().send(new CancelUpdateStackCommand(input), until()),
    stopServiceDeployment: (input) => clients.ecs().send(new StopServiceDeploymentCommand(input), until()),
  };
}

function attended({ cloudFormation, ecs, elb, states, logsIn }: Clients): Clients {
  return {
    cloudFormation: () => endingAnswers(takingTurns(cloudFormation())),
    ecs: () => endingAnswers(takingTurns(ecs())),
    elb: () => endingAnswers(takingTurns(elb())),
    states,
    logsIn: (region) => endingAnswers(takingTurns(logsIn(region))),
  };
}
