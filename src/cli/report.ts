import { recoveredFrom } from './recovered';
import { Diagnosis } from '../diagnosis/model';
import { Frame } from '../facts/model';
import { foreign } from '../presentation/foreign';
import { MessageContext } from '../presentation/message';
import { Timeline } from '../presentation/page/timeline';

/** What a command found out about one deployment. */
export interface Report {
  /** First keys of its JSON: `{cluster, service}`, `{stack, logicalId}`, `{file}`. */
  readonly name: { readonly [key: string]: string };
  readonly frame: Frame;
  /** For the page. */
  readonly timeline: Timeline;
  readonly diagnosis: Diagnosis;
  /** State of the service, one line each, before the diagnosis. */
  readonly lines: readonly string[];
  readonly context?: MessageContext;
  /** The previous deployment, if it failed and this one replaced it. */
  readonly previous?: Report;
  /** When `ecs-why watch` printed the diagnosis, ISO 8601. */
  readonly diagnosedAt?: string;
}

/** One deployment, as GitHub Actions and the page show it. */
interface NamedDeployment extends Omit<Report, 'name' | 'previous'> {
  /** `prod/web`, `Shop/webService`, a file. */
  readonly name: string;
  /** What a healthy deployment recovered from. */
  readonly recovered?: Diagnosis;
  /** Another deployment has taken its place. */
  readonly replaced?: boolean;
}

export function named({ name, previous: _, ...report }: Report): NamedDeployment {
  return { ...report, name: foreign(Object.values(name).join('/')), recovered: recoveredFrom(report.frame, report.diagnosis) };
}

/** Every deployment of the reports; a previous deployment follows the one that replaced it. */
export function deploymentsOf(reports: readonly Report[]): readonly NamedDeployment[] {
  return reports.flatMap((report) => {
    const current = named(report);
    if (!report.previous) return [current];
    return [current, { ...report.previous, name: `${current.name}, the deployment before`, replaced: true }];
  });
}
