import { Followed, FollowNews, FollowState } from './model';
import { shortName } from './text';
import { verdictOf } from '../../decision/policy';
import { toJson } from '../../presentation/json';
import { flat } from '../../presentation/plain';
import { redactor } from '../../presentation/redact';
import { countsOf } from '../service-state';
import { stopGroups, waitText } from '../watch/service-text';

type Json = { readonly [key: string]: unknown };

/** One JSON object; docs/ecs-why.md has the schema. */
export function newsJson(news: FollowNews, state: FollowState | undefined): Json {
  const seconds = state ? Math.max(0, (Date.parse(news.at) - Date.parse(state.startedAt)) / 1000) : 0;
  const head = { type: news.kind, at: news.at, seconds };
  switch (news.kind) {
    case 'notice': return { ...head, text: news.text };
    case 'phase': return { ...head, ...serviceJson(news.service), phase: news.phase, text: flat(news.text) };
    case 'wait': return { ...head, ...serviceJson(news.service), text: flat(news.text) };
    case 'service': {
      const waitingFor = waitText({ ...news.service, over: false }) || null;
      return { ...head, ...serviceJson(news.service), waitingFor, stopped: stoppedJson(news.service) };
    }
    case 'diagnosis': return { ...head, ...diagnosisJson(news.service) };
    case 'outcome': {
      const { outcome, because } = news.ending;
      return { ...head, ...serviceJson(news.service), outcome, cause: news.service.failed?.causeId ?? null, text: flat(because) };
    }
    default: return { ...head, exitCode: news.exitCode, text: news.text };
  }
}

function serviceJson(followed: Followed): Json {
  const { cluster, frame } = followed;
  return { cluster, service: shortName(followed), ...(frame && countsOf(frame)) };
}

function diagnosisJson(followed: Followed): Json {
  const { failed } = followed;
  if (!failed) return {};
  return { ...serviceJson(followed), ...toJson(failed.diagnosis, verdictOf(failed.diagnosis), { because: failed.because }) };
}

function stoppedJson({ frame }: Followed) {
  const redact = redactor();
  return (frame ? stopGroups(frame) : []).map(({ tasks, text }) => ({ tasks, text: flat(redact(text)) }));
}
