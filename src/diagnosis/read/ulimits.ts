import { definitionOf } from './containers';
import { TextInFrame } from './statements';

/** Numbers of setrlimit(2) (Linux, include/uapi/asm-generic/resource.h); ulimits of ECS have the same names, but for `as`. */
const LIMITS = [
  'cpu', 'fsize', 'data', 'stack', 'core', 'rss', 'nproc', 'nofile', 'memlock', 'as',
  'locks', 'sigpending', 'msgqueue', 'nice', 'rtprio', 'rttime',
];

/** The ulimit that the runtime was not allowed to set: `rlimit type 8` of runc, `setrlimit RLIMIT_NOFILE` of crun. */
function refusedLimit(text: string): string | undefined {
  const number = /\brlimit type (\d{1,2})\b/i.exec(text)?.[1];
  return number ? LIMITS[Number(number)] : /\bRLIMIT_([A-Z]{2,10})\b/.exec(text)?.[1].toLowerCase();
}

/** undefined: the text is about something else. */
export function ulimitFault({ text, frame, container }: TextInFrame): { fault: string; facts: readonly string[]; fix: string } | undefined {
  const name = refusedLimit(text);
  if (!name) return undefined;
  const owners = (frame.taskDefinition?.containerDefinitions ?? []).filter((d) => d.ulimits?.some((one) => one.name === name));
  const owner = definitionOf(frame, container) ?? (owners.length === 1 ? owners[0] : undefined);
  const set = owner?.ulimits?.find((one) => one.name === name);
  const asked = set ? ` ${set.softLimit}/${set.hardLimit}` : '';
  const unit = `Limit${name.toUpperCase()} of docker.service`;
  const lock = owner?.environment?.find((one) => /memory_?lock/i.test(one.name ?? ''))?.name;
  const also = name === 'memlock' && lock ? ` (and ${lock}=false)` : '';
  return {
    fault: `the host does not allow ulimit ${name}${asked}`,
    facts: set ? [`ulimits of container "${owner?.name}": ${name} soft ${set.softLimit}, hard ${set.hardLimit} (-1: unlimited)`] : [],
    fix: set
      ? `take ${name} out of ulimits in addContainer('${owner?.name}', ...), or lower it${also}; or raise the hard limit of the`
        + ` Docker daemon on that host (${unit})`
      : `lower ${name} in default-ulimits of the Docker daemon, which sets it here, or raise the hard limit of the daemon on that host`
        + ` (${unit})`,
  };
}
