/** AWS and container runtime words about creating or starting a container. */
const START = /cannot ?(start|create|inspect|stop) ?container|containerstarterror|oci runtime|runc|shim task|starting container process|cannot start container|container runtime|error response from daemon|api error \(\d+\)|container process|container status|system error:|(host|docker ?client) ?config ?error|docker ?state ?error|container ?runtime ?error|\bcgroup\b|exec user process|hcsshim|docker ?timeout|could not transition|container (could not be|failed to be) (created|started)/i;

const TIMEOUT = /docker ?timeout ?error|could not transition to|timed out after waiting|timeout (waiting for|while) container|container runtime timeout|operation timed out.{0,60}container/i;
const PORT = /driver failed programming external connectivity|port is already allocated|bind for \S+ failed|address already in use|host port/i;
const VOLUME = /volumedriver|volume driver|volume plugin|error while mounting volume|mounting volume|invalid mount config|mount (path|point) .{0,80}(must|not)|bind source path does not exist|failed to (copy|chown).{0,80}volume|volume .{0,80}(not found|failed|in use|does not exist)|failed to mount|error mounting|mounting .{1,200} to rootfs|failed to initialize volume|unable to (create|mount) volume/i;
const PULL_WORDS = /cannotpull|cannot ?pull|pull access|pull image|ref pull|manifest/i;

/** The one cause that a text about starting a container supports; undefined if it is not about that. */
export function startFault(text: string): string | undefined {
  if (/exec format error/i.test(text)) return 'image-platform-mismatch';
  if (/no space left on device|not enough (disk )?space|free data blocks/i.test(text)) return 'image-pull-disk-full';
  if (/invalid reference format|repository name must be lowercase/i.test(text)) return 'image-reference-invalid';
  if (TIMEOUT.test(text)) return 'container-runtime-timeout';
  if (/\bEFS\b|mount\.nfs|amazon-efs|\.efs\./i.test(text) || /cannotstop/i.test(text)) return undefined;
  if (!START.test(text) || PULL_WORDS.test(text)) return undefined;
  if (/image operating system|does not match the (host|operating|specified platform)|image is incompatible with/i.test(text)) return 'image-platform-mismatch';
  if (/mount callback failed.{1,200}\/etc\/(passwd|group)|wrong diff id|invalid rootfs/i.test(text)) return 'image-corrupt-or-unsupported';
  if (PORT.test(text)) return 'port-conflict';
  if (VOLUME.test(text)) return 'volume-failed';
  if (/mknod|device|cgroup|apparmor|seccomp|prestart hook|hook #|ulimit|rlimit|privileged|capabilit|sysctl|unable to find user|no matching entries/i.test(text)) return 'container-runtime-error';
  if (/logging driver|log driver|log group|logger|log-opt|log opt/i.test(text)) return undefined;
  // runc could not enter the working directory: the program was not yet looked for
  if (/chdir to cwd/i.test(text)) return 'container-runtime-error';
  if (/executable file not found|no such file or dir|not found in \$?path|no command specified|cannot find the file/i.test(text)) return 'entrypoint-not-found';
  if (/(exec|process|init).{0,200}(permission denied|is a directory)|permission denied/i.test(text)) return 'entrypoint-not-executable';
  return 'container-runtime-error';
}
