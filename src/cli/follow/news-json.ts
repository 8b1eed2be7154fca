import { Followed, FollowNews, FollowState } from './model';
import { shortName } from './text';
import { verdictOf } from '../../decision/policy';
import { foreign, foreignIn } from '../../presentation/foreign';
import { toJson } from '../../presentation/json';
import { countsOf } from '../service-state';
import { stopGroups, waitText } from '../watch/service-text';

type Json = { readonly [key: string]: unknown };

/** One JSON object; docs/ecs-why.md has the schema. */
export function newsJson(news: FollowNews, state: Pick<FollowState, 'startedAt'> | undefined): Json {
  const seconds = state ? Math.max(0, (Date.parse(news.at) - Date.parse(state.startedAt)) / 1000) : 0;
  const head = { type: news.kind, at: news.at, seconds };
  switch (news.kind) {
    case 'notice': return { ...head, text: foreign(news.text) };
    case 'phase': return { ...head, ...serviceJson(news.service), phase: news.phase, text: foreign(news.text) };
    case 'wait': return { ...head, ...serviceJson(news.service), text: foreign(news.text) };
    case 'service': {
      const waitingFor = foreign(waitText({ ...news.service, over: false })) || null;
      return { ...head, ...serviceJson(news.service), waitingFor, stopped: stoppedJson(news.service) };
    }
    case 'diagnosis': return { ...head, ...diagnosisJson(news.service) };
    case 'outcome': {
      const { outcome, because } = news.ending;
      return { ...head, ...serviceJson(news.service), outcome, cause: news.service.failed?.causeId ?? null, text: foreign(because) };
    }
    default: return { ...head, exitCode: news.exitCode, text: foreign(news.text) };
  }
}

function serviceJson(followed: Followed): Json {
  const { cluster, frame } = followed;
  return foreignIn({ cluster, service: shortName(followed), ...(frame && countsOf(frame)) });
}

function diagnosisJson(followed: Followed): Json {
  const { failed } = followed;
  if (!failed) return {};
  return { ...serviceJson(followed), ...toJson(failed.diagnosis, verdictOf(failed.diagnosis), { because: failed.because }) };
}

function stoppedJson({ frame }: Followed) {
  return (frame ? stopGroups(frame) : []).map(({ tasks, text }) => foreignIn({ tasks, text }));
}
