import { MessageContext } from './message';
import { renderFull } from './terminal';
import { Timeline } from './timeline';
import { Diagnosis } from '../diagnosis/model';
import { Frame } from '../facts/model';

/** One deployment on the page. */
export interface PageReport {
  readonly name: string;
  readonly frame: Frame;
  readonly timeline: Timeline;
  readonly diagnosis: Diagnosis;
  readonly lines: readonly string[];
  readonly context?: MessageContext;
}

export function renderHtml(reports: readonly PageReport[]): string {
  return reports.map((r) => renderFull(r.diagnosis, r.context)).join('\n');
}
