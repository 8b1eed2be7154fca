import { connect } from './aws/connect';
import { faultOf, isFatal } from './aws/faults';
import { clusterName, regionOf, ServiceAddress, serviceAddress } from './aws/where';
import { Ended, EXIT, UsageError } from './exit';
import { ExplainOptions } from './options';
import { deliverReports } from './output/reports';
import { processTerminal } from './output/terminal';
import { pickService } from './pick-service';
import { previousDeployment } from './previous-deployment';
import { Report } from './report';
import { stateLines } from './service-state';
import { diagnose } from '../diagnosis/engine';
import { AccountApi } from '../facts/aws/account';
import { Cache } from '../facts/aws/reading';
import { lookAtService } from '../facts/aws/service-look';
import { Frame } from '../facts/model';
import { timelineOf } from '../presentation/page/timeline';

export async function explain(cluster: string | undefined, service: string | undefined, options: ExplainOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const given = cluster === undefined ? undefined : serviceAddress(cluster, service);
  if (!given && !(process.stdin.isTTY && terminal.tty && !options.json)) {
    const missing = cluster === undefined ? 'name a cluster and a service' : `"${cluster}" is no command, and no service is named`;
    throw new UsageError(`${missing}: ecs-why CLUSTER SERVICE`);
  }
  const aws = await connect(options, given ? given.region : regionOf(cluster ?? ''));
  const address = given ?? await pickService(aws, cluster && clusterName(cluster));
  const report = await explainService(aws, address, new Date().toISOString());
  for (const line of unreadLines(report.frame)) terminal.err(`ecs-why: ${line}`);
  await deliverReports([report], options, terminal);
  if (options.exitCode && report.diagnosis.status === 'failed') return EXIT.failed;
  return report.frame.service ? EXIT.ok : EXIT.couldNotLook;
}

/** Reads the state once. Throws `Ended` if there is nothing to explain. `now`: ISO 8601. */
async function explainService(aws: AccountApi, address: ServiceAddress, now: string): Promise<Report> {
  const seen = await lookAtService(aws, new Cache(), { cluster: address.cluster, service: address.service, now });
  const { frame } = seen;
  endIfUnread(frame, address);
  const diagnosis = diagnose(frame);
  const name = { cluster: address.cluster, service: frame.service?.serviceName ?? address.service };
  const previous = previousDeployment(seen.previousDeployment, frame);
  return {
    name,
    frame,
    timeline: timelineOf([frame]),
    diagnosis,
    lines: stateLines(frame, diagnosis, now),
    ...(previous && { previous: { name, ...previous } }),
  };
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

/** Facts that could not be read, with the IAM actions to grant, each once. */
export function unreadLines(frame: Frame): readonly string[] {
  return [...new Set(readFaults(frame).filter(({ kind }) => kind !== 'other').map(({ line }) => line))];
}

function readFaults(frame: Frame) {
  return (frame.unavailable ?? []).map(faultOf);
}
