import { News, WatchedServiceState, WatchState } from './model';
import { stopGroups, waitText } from './service-text';
import { verdictOf } from '../../decision/policy';
import { toJson } from '../../presentation/json';
import { flat, flatLines } from '../../presentation/plain';
import { redactor } from '../../presentation/redact';
import { countsOf } from '../service-state';

type Json = { readonly [key: string]: unknown };

/** One JSON object; docs/ecs-why.md has the schema. */
export function newsJson(news: News, state: WatchState | undefined): Json {
  const root = state?.root;
  const seconds = root ? Math.max(0, (Date.parse(news.at) - Date.parse(root.startedAt)) / 1000) : 0;
  const head = { type: news.kind, at: news.at, seconds };
  switch (news.kind) {
    case 'notice': return { ...head, text: news.text };
    case 'stack': return { ...head, stack: news.stack.name, status: news.status, reason: reasonJson(news.reason) };
    case 'resource': {
      const { stackName: stack, logicalId, resourceType, status, reason } = news;
      return { ...head, stack, logicalId, resourceType, status, reason: reasonJson(reason) };
    }
    case 'service': {
      const { service } = news;
      return { ...head, ...serviceJson(service), waitingFor: waitText(service) || null, stopped: stoppedJson(service) };
    }
    case 'diagnosis': return { ...head, ...diagnosisJson(news.service) };
    default: return { ...head, stack: root?.name ?? null, status: root?.status ?? null, exitCode: news.exitCode, text: news.text };
  }
}

function serviceJson({ stackName, logicalId, frame }: WatchedServiceState): Json {
  return { stack: stackName, logicalId, ...(frame && countsOf(frame)) };
}

function diagnosisJson(service: WatchedServiceState): Json {
  const { failed } = service;
  if (!failed) return {};
  return { ...serviceJson(service), ...toJson(failed.diagnosis, verdictOf(failed.diagnosis), { because: failed.because }) };
}

/** A diagnosis has many lines. */
function reasonJson(reason: string | undefined): string | null {
  return reason === undefined ? null : flatLines(reason);
}

function stoppedJson({ frame }: WatchedServiceState) {
  const redact = redactor();
  return (frame ? stopGroups(frame) : []).map(({ tasks, text }) => ({ tasks, text: flat(redact(text)) }));
}
