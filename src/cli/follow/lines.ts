import { Ending, Followed, FollowNews, FollowOutput, FollowState, keyOf } from './model';
import { newsJson } from './news-json';
import { GOOD, newsTexts, outcomeLine, shortName } from './text';
import { foreign, jsonLine } from '../../presentation/foreign';
import { textAnnotation } from '../../presentation/workflow';
import { Format } from '../options';
import { annotate } from '../output/github';
import { Terminal, wrapLine } from '../output/terminal';
import { newReasons, REASON } from '../watch/lines';

/** Prints a line for each phase, failure and outcome: for pipes, logs and programs. */
export function lineOutput(terminal: Terminal, format: Format): FollowOutput {
  const reasonsOf = newReasons();
  const textOf = newsTexts();
  return {
    print: (news, state) => {
      if (format === 'json') return terminal.out(jsonLine(newsJson(news, state)));
      if (news.kind === 'service') return printReasons(news.service, reasonsOf(keyOf(news.service), news.service.frame), terminal);
      const text = textOf(news, state, terminal);
      if (text !== undefined) terminal.out(text);
      // At once, because the job may be stopped while it follows.
      if (format === 'github' && news.kind === 'diagnosis' && news.service.log !== 'awaited') annotateFailure(news.service, terminal);
      if (format === 'github' && news.kind === 'outcome') annotateOutcome(news.service, news.ending, terminal);
      return undefined;
    },
    show: () => undefined,
    close: () => undefined,
  };
}

/** Says on stderr why there is nothing to follow yet. */
export function teller(terminal: Terminal): (line: string) => void {
  return (line) => terminal.err(`ecs-why: ${foreign(line)}`);
}

/** Each reason once for a service: ECS may no longer list the first failed tasks at the diagnosis. */
function printReasons(service: Followed, reasons: readonly string[], terminal: Terminal): void {
  for (const reason of reasons) terminal.out(wrapLine(`${REASON}${foreign(shortName(service))}  ${reason}`, terminal));
}

function annotateFailure(service: Followed, terminal: Terminal): void {
  const { failed, cluster } = service;
  if (!failed) return;
  const { diagnosis, because } = failed;
  annotate({ name: foreign(`${cluster}/${shortName(service)}`), diagnosis, context: { because } }, terminal);
}

/**
 * Without it a step would fail for no reason that GitHub shows: the deployment has no diagnosis if it was replaced or not found. One that
 * was replaced has not failed, and of a whole cluster its successor counts.
 */
function annotateOutcome(service: Followed, ending: Ending, terminal: Terminal): void {
  // The annotation of a failure waits for its log, which can name another cause.
  if (service.log === 'awaited') return annotateFailure(service, terminal);
  if (service.failed || GOOD.has(ending.outcome)) return undefined;
  const level = ending.outcome === 'superseded' ? 'warning' : 'error';
  terminal.out(textAnnotation(`${service.cluster}/${shortName(service)}`, [foreign(outcomeLine(service, ending))], level));
}

/** The text of a news above the live view, which shows counts, reasons of stopped tasks and, of several services, the phases itself. */
export function textAboveView(terminal: Terminal) {
  const textOf = newsTexts();
  return (news: FollowNews, state: FollowState | undefined) => (isInView(news, state) ? undefined : textOf(news, state, terminal));
}

function isInView(news: FollowNews, state: FollowState | undefined): boolean {
  return news.kind === 'service' || (news.kind === 'phase' && news.phase !== 'done' && (state?.services.size ?? 0) > 1);
}
