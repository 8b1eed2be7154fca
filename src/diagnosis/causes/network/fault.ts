const ENI = /network interfaces?\b|\beni\b|elasticnetworkinterface|insufficientfreeaddressesinsubnet|subnet.{0,80}(does not exist|not found|no (free|available)|enough (free |available )?(ip )?address|invalid|notfound)|invalidsubnet|cni|network namespace|containernetworkingerror|ip address.{0,60}(exhaust|not available|assign)/i;

const FAILING = /fail|unable|could not|cannot|can't|error|time(d)? ?out|unhealthy|exit|crash|closed|refused|reset|denied|not (ready|healthy|start)|invalid/i;

/** The one cause in the network family that a text supports. */
export function networkFault(text: string): string | undefined {
  if (/security ?group/i.test(text) && /not ?found|does not exist|invalid|malformed|different (vpc|network)|do(es)? not belong|not in the same/i.test(text)) return 'security-group-missing';
  if (/service ?connect|appnet|envoy/i.test(text) && FAILING.test(text)) return /is unhealthy in/i.test(text) ? undefined : 'service-connect-failed';
  if (/cloud ?map|servicediscovery|service.discovery|service registr/i.test(text) && !/has (de)?registered/i.test(text)) return 'cloud-map-registration-failed';
  if (/tag polic/i.test(text)) return undefined;
  if (/not authorized to perform/i.test(text)) return undefined;
  if (/RESOURCE:ENI|insufficient eni/i.test(text)) return undefined;
  return ENI.test(text) ? 'eni-or-subnet' : undefined;
}
