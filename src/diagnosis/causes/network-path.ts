import { Frame } from '../../facts/model';

/** The public address and the subnets of the tasks. Routes and VPC endpoints are not known: nothing calls EC2. */
export function networkFacts(frame: Frame): readonly string[] {
  const vpc = frame.service?.networkConfiguration?.awsvpcConfiguration;
  if (!vpc?.assignPublicIp) return [];
  const subnets = vpc.subnets?.length ? `; subnets ${vpc.subnets.join(', ')}` : '';
  return [`assignPublicIp is ${vpc.assignPublicIp}${subnets}`];
}
