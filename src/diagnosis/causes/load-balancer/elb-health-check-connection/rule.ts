import { isNetworkGroup } from '../../../read';
import { quoted } from '../../kit';
import { checkTrafficPort, Failing, healthRule, otherProtocol, tcpFact, tcpFix } from '../health-rule';

export const elbHealthCheckConnection = healthRule({
  id: 'elb-health-check-connection',
  title: 'Health check connection refused or broken',
  headline: (f) => (stuck(f) ? `${f.who} accepts no connection on port ${f.checked}, and logs: ${quoted(stuck(f))}`
    : `${f.who} accepts no usable connection for ${f.where}`),
  facts: (f) => [
    tcpFact(f),
    f.listens && `by its log the application listens there: ${f.listens}`,
    !f.listens && !tcpFact(f) && 'nothing listens on the port, or the application does not use the protocol of the health check',
  ],
  fix: (f) => {
    const words = stuck(f);
    if (words) {
      const served = f.servesElsewhere ? '; port and target group are those of the revision that serves' : '';
      return `correct what the log repeats until the task is stopped: ${words}${served}`;
    }
    if (f.trafficPort) return `${checkTrafficPort(f)}; or let the application listen on port ${f.checked}, too`;
    const protocol = otherProtocol(f);
    if (protocol) return protocol;
    if (f.listens && isNetworkGroup(f.group)) return closedGroup(f);
    if (f.listens) {
      return 'raise healthCheckGracePeriod of the service if the application begins to listen late; else match the protocol'
        + ' in targetGroup.configureHealthCheck() with that of the application';
    }
    const tcp = f.dynamicPorts ? undefined : tcpFix(f);
    if (tcp) return isNetworkGroup(f.group) ? `${closedGroup(f, '')}; or ${tcp}` : tcp;
    const port = f.checked && !f.dynamicPorts ? `port ${f.checked}` : 'the containerPort of portMappings';
    return `let the application listen on 0.0.0.0 and on ${port};`
      + ' match protocol and port in targetGroup.configureHealthCheck()';
  },
});

/** What the application logs again and again while nothing listens: it has not got as far as its port. */
function stuck({ complaint, listens }: Failing): string | undefined {
  return listens ? undefined : complaint?.repeats;
}

/**
 * The application listens there, so something lets no connection through. A Network Load Balancer says the same of a refused and of a
 * dropped one, and one without security groups checks from addresses of its own subnets (Elastic Load Balancing User Guide, "Target
 * groups for your Network Load Balancers").
 */
function closedGroup({ checked, ofInstances }: Failing, late = LATE): string {
  const [whose, group] = ofInstances ? ['instances', 'autoScalingGroup'] : ['tasks', 'service'];
  return `allow TCP ${checked ?? 'of the health check port'} inbound in the security group of the ${whose}, from the load balancer or,`
    + ' if it has no security group, from its subnets:'
    + ` ${group}.connections.allowFrom(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(${checked ?? 'PORT'}))${late}`;
}

const LATE = '; or raise healthCheckGracePeriod if the application begins to listen late';
