import { News, WatchedServiceState, WatchState } from './model';
import { stopGroups, waitText } from './service-text';
import { verdictOf } from '../../decision/policy';
import { foreign, foreignIn } from '../../presentation/foreign';
import { toJson } from '../../presentation/json';
import { countsOf } from '../service-state';

type Json = { readonly [key: string]: unknown };

/** One JSON object; docs/ecs-why.md has the schema. */
export function newsJson(news: News, state: WatchState | undefined): Json {
  const root = state?.root;
  const seconds = root ? Math.max(0, (Date.parse(news.at) - Date.parse(root.startedAt)) / 1000) : 0;
  const head = { type: news.kind, at: foreign(news.at), seconds };
  switch (news.kind) {
    case 'notice': return { ...head, text: foreign(news.text) };
    case 'stack': return { ...head, ...foreignIn({ stack: news.stack.name, status: news.status, reason: news.reason ?? null }) };
    case 'resource': {
      const { stackName: stack, logicalId, resourceType, status, reason } = news;
      return { ...head, ...foreignIn({ stack, logicalId, resourceType, status, reason: reason ?? null }) };
    }
    case 'service': {
      const { service } = news;
      return { ...head, ...serviceJson(service), waitingFor: foreign(waitText(service)) || null, stopped: stoppedJson(service) };
    }
    case 'diagnosis': return { ...head, ...diagnosisJson(news.service) };
    default: {
      const { exitCode, text } = news;
      return { ...head, ...foreignIn({ stack: root?.name ?? null, status: root?.status ?? null, exitCode, text }) };
    }
  }
}

function serviceJson({ stackName, logicalId, frame }: WatchedServiceState): Json {
  return foreignIn({ stack: stackName, logicalId, ...(frame && countsOf(frame)) });
}

function diagnosisJson(service: WatchedServiceState): Json {
  const { failed } = service;
  if (!failed) return {};
  return { ...serviceJson(service), ...toJson(failed.diagnosis, verdictOf(failed.diagnosis), { because: failed.because }) };
}

function stoppedJson({ frame }: WatchedServiceState) {
  return (frame ? stopGroups(frame) : []).map(({ tasks, text }) => foreignIn({ tasks, text }));
}
