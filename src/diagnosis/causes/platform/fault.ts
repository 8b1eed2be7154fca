export const HOST = /host ec2|instance .{0,60}(terminat|stopped|deregister|drain|impaired)|in draining state|container instance .{0,80}(deregister|drain|terminat|impaired|unhealthy)|underlying host|host .{0,40}(failed|terminat|unhealthy|went away)|termination notice/i;
export const SPOT = /\bspot\b.{0,60}(interrupt|reclaim|terminat|taken)|(interrupt|reclaim|terminat)\w* .{0,40}\bspot\b/i;
export const MAINTENANCE = /maintenance|task retirement|scheduled .{0,40}retire|retir(ed|ing|ement)\b|security patch|(infrastructure|platform) update/i;

/** The one cause in the platform family that a text supports. */
export function platformFault(text: string): string | undefined {
  if (SPOT.test(text)) return 'spot-interruption';
  if (MAINTENANCE.test(text)) return 'scheduled-maintenance';
  if (HOST.test(text)) return 'host-terminated';
  if (/internal (server |service )?(error|failure)|internalerror|serverexception|service ?unavailable|unexpected ec2 error|timeout waiting for ephemeral|ephemeral ?storage .{0,60}(provision|time)/i.test(text)) return 'internal-error';
  return undefined;
}
