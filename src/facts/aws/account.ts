import { createRequire } from 'node:module';
import { CancelUpdateStackCommand, GetTemplateCommand, ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeServiceRevisionsCommand, ListClustersCommand, ListServicesCommand, StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { AccountApi } from './account-api';
import { Asked, checked } from './answers';
import { AwsApi } from './api';
import { takingTurns } from './attempts';
import { attended as limited, ClientSettings, configOf } from './client-config';
import { awsApi, Clients, makeClients } from './clients';
import { endingAnswers, inTime, signalOfCall } from './deadline';
import { lookAtNetwork, NetworkApi, NetworkPlace } from './network-look';
import { Lookups } from '../lookups';

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
  const reads: Asked<Omit<AccountApi, keyof AwsApi | 'cancelUpdateStack' | 'stopServiceDeployment' | 'readNetwork'>> = {
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
    readNetwork: networkReader(settings),
  };
}

/** Services of one VPC share what was read, and the looks take turns: EC2 counts the calls of a whole account together. */
function networkReader(settings: ClientSettings): AccountApi['readNetwork'] {
  const known = new Map<string, Promise<Lookups>>();
  let last: Promise<unknown> = Promise.resolve();
  let api: NetworkApi | undefined;
  const read = (place: NetworkPlace) => {
    try {
      api ??= loadNetwork(settings);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      const message = `network.js, which is beside actions.js in the package, could not be loaded (${reason})`;
      return Promise.resolve<Lookups>({ DescribeSubnets: { unavailable: { error: 'NotLoaded', message } } });
    }
    return lookAtNetwork(api, place);
  };
  return (place) => {
    const key = JSON.stringify([[...place.subnets].sort(), [...place.securityGroups].sort()]);
    const found = known.get(key) ?? last.then(() => read(place));
    known.set(key, found);
    last = found;
    return found;
  };
}

/** Not by an import: the bundle would have the client of EC2, and each command would read it at its start. */
function loadNetwork(settings: ClientSettings): NetworkApi {
  const { networkApi } = createRequire(__filename)('./network') as typeof import('./network');
  return networkApi({
    config: configOf(settings), signal: signalOfCall, attended: (client) => endingAnswers(takingTurns(limited(client, settings))),
  });
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
