import { faultOf, isFatal } from './aws/faults';
import { ServiceAddress } from './aws/where';
import { Ended, EXIT } from './exit';
import { diagnoseAll, unreadNetwork, withNetwork } from './network';
import { diagnoseEnded, previousDeployment } from './previous-deployment';
import { Report } from './report';
import { stateLines } from './service-state';
import { awaited } from '../diagnosis/awaited';
import { diagnose } from '../diagnosis/engine';
import { Diagnosis } from '../diagnosis/model';
import { AccountApi } from '../facts/aws/account-api';
import { Cache } from '../facts/aws/reading';
import { lookAtService } from '../facts/aws/service-look';
import { withServiceRevisions } from '../facts/aws/service-revisions';
import { Frame } from '../facts/model';
import { timelineOf } from '../presentation/page/timeline';

/** Reads the state once. Throws `Ended` if there is nothing to explain. `now`: ISO 8601. */
export async function explainService(aws: AccountApi, address: ServiceAddress, now: string): Promise<Report> {
  const seen = await lookAtService(aws, new Cache(), { cluster: address.cluster, service: address.service, now });
  endIfUnread(seen.frame, address);
  // Nothing else needs them, so a healthy service costs no call more.
  const hasFailed = diagnose(seen.frame).causes.some((cause) => !cause.waiting);
  const revised = hasFailed ? await withServiceRevisions(aws, seen.frame) : seen.frame;
  const frame = await withNetwork(aws, revised, diagnose(revised));
  const diagnosis = diagnoseAll(frame);
  const name = { cluster: address.cluster, service: frame.service?.serviceName ?? address.service };
  const before = seen.previousDeployment;
  const previous = previousDeployment(before && await withNetwork(aws, before, diagnoseEnded(before) ?? { causes: [] }), frame);
  return {
    name,
    frame,
    timeline: timelineOf([frame]),
    diagnosis,
    lines: [...stateLines(frame, diagnosis, now), ...awaitedLine(frame, diagnosis)],
    ...(previous && { previous: { name, ...previous } }),
  };
}

/** What a deployment waits for in which nothing has failed. An intended wait is a cause, whose headline names it. */
function awaitedLine(frame: Frame, { status, causes }: Diagnosis): readonly string[] {
  return frame.service && status === 'in-progress' && !causes.length ? [`waiting for ${awaited(frame).what}`] : [];
}

/**
 * Throws `Ended` if the service does not exist or could not be read. Also if the credentials expired on the way: facts that are missing for
 * that reason would look like findings.
 */
export function endIfUnread(frame: Frame, { cluster, service }: ServiceAddress): void {
  const faults = readFaults(frame);
  const first = faults.find(isFatal) ?? faults[0];
  if ((frame.service || (frame.service === undefined && frame.tasks?.length)) && !(first && isFatal(first))) return;
  if (frame.service === null) throw new Ended(EXIT.notFound, `there is no service "${service}" in the cluster "${cluster}"`);
  if (!first) throw new Ended(EXIT.couldNotLook, `the service "${service}" could not be read`);
  if (first.kind === 'notFound') throw new Ended(EXIT.notFound, `there is no cluster "${cluster}" in this account and region`);
  throw new Ended(isFatal(first) ? EXIT.credentials : EXIT.couldNotLook, first.line);
}

/** Facts that could not be read, and what to do, each once. */
export function unreadLines(frame: Frame): readonly string[] {
  const lines = readFaults(frame).filter(({ kind }) => kind !== 'absent').map(({ line }) => line);
  return [...new Set([...lines, ...unreadNetwork(frame.lookups)])];
}

function readFaults(frame: Frame) {
  return (frame.unavailable ?? []).map(faultOf);
}
