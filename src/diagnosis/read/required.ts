import { onInstances } from './connection';
import { definitionOf } from './containers';
import { telling } from './telling';
import { Frame } from '../../facts/model';
import { alternatives, nameInFix, quotedInFix } from '../text';

/** A line that says what the program needs, or what it does not take. */
const REQUIRES = alternatives(
  String.raw`\bmust (?:not |only )?(?:be|have|contain|match|start|end|run|exist|support)\b|\bat (?:least|most) (?:one\b|\d)`,
  String.raw`\b(?:requires? (?!\()|is required\b|needs? (?:to|a|an|at)\b|not available for)`,
  String.raw`\b(?:expect(?:ed|s)?|wanted)\b.{1,80}\b(?:got|found|but|received)\b|\bonly one\b|\bmaximum (?:length )?of \d`,
);
/** What an engine prints about its own code, whatever somebody sets. */
const OF_CODE = /\bto define\b|\bargument\b|\bparse|nil pointer|null pointer|\bundefined\b|\btype\b.{0,40}\breceived\b|^\s*at |['"]data['"]/i;

const AMOUNT = /\b(\d+(?:\.\d+)?) ?(?:(megabytes?|MBs?|MiB)|(gigabytes?|GBs?|GiB))\b/i;
const OF_MEMORY = /^(?!.*(?:\bcache\b|GPU|CUDA|shared|\bheap\b)).*\b(?:memory|RAM)\b/i;
const OF_USER = /\b(?:root|uid|non-root)\b|\b(?:as|by) (?:the )?user\b/i;
const SETTINGS = /\bone of \[([a-z][\w.]+(?:, [a-z][\w.]+){0,8})\] must be (?:configured|set)/;
/** Only the owner of a file and root change its mode (chmod(2)). */
const OWNED = /\b(?:chmod|chown)\b.{0,40}["' ](\/[\w.@+/-]{1,200}\w)/;
/** A frame of signs around the words. */
const MARKS = /^[^\w"'/`<[(-]+|[\s|\].]+$/g;
/** NVIDIA: 75 is T4 (g4dn), 80 A100 (p4), 86 A10G (g5), 89 L4 (g6). */
const COMPUTE = /compute cap(?:ability)? (\d[\d.]*) is not compatible with .{0,40}compute cap(?:ability)? (\d[\d.]*)/i;
const TOO_LOW = /increas|rais|enough|too (?:low|small|large)|insufficient/i;
const KERNEL = /\/proc\/sys\/((?:fs|vm|net|kernel)(?:\/[\w-]{2,40}){1,3})/;

/** The fix in the words of the line, joined with the member of the task definition that they are about; undefined: it names no need. */
export function requiredFix(frame: Frame, name: string | undefined, whole: string): string | undefined {
  const definition = definitionOf(frame, name);
  const where = `addContainer('${name}', ...)`;
  const file = OWNED.exec(whole)?.[1];
  if (file) {
    return `change the owner or mode of ${nameInFix(file)} in the image (COPY --chown, RUN chown), or set user in addContainer():`
      + ' only its owner and root change it';
  }
  const [, has, built] = COMPUTE.exec(whole) ?? [];
  if (has) {
    return `take the build of ${nameInFix(definition?.image ?? 'the image')} for GPUs of compute capability ${has} (another tag),`
      + ` or instances whose GPU has ${built} (75: g4dn, 80: p4d, 86: g5, 89: g6)`;
  }
  const settings = SETTINGS.exec(whole)?.[1];
  if (settings) {
    const single = settings.startsWith('discovery.') ? '; for a single node, set discovery.type: \'single-node\' instead' : '';
    return `set one of ${settings} under environment in ${where}${single}`;
  }
  const sentences = telling(whole).split(/(?<=[.!;]) (?=[A-Z])/);
  const sentence = sentences.find((one) => REQUIRES.test(one))?.replace(MARKS, '');
  if (!sentence || sentence.length > LONGEST || OF_CODE.test(sentence)) return undefined;
  const memory = Number(definition?.memory ?? definition?.memoryReservation ?? frame.taskDefinition?.memory ?? 0);
  const [, amount, , isGiB] = OF_MEMORY.test(sentence) ? AMOUNT.exec(sentence) ?? [] : [];
  const wanted = Number(amount ?? 0) * (isGiB ? 1024 : 1);
  if (wanted && memory && memory < wanted) {
    const room = onInstances(frame) ? ', on instances with that much' : '';
    return `raise memoryLimitMiB in ${where} from ${memory} to ${wanted} or more${room}`;
  }
  const user = OF_USER.test(sentence) ? `; it runs as user ${definition?.user ?? 'of the image (no user in addContainer())'}` : '';
  return `meet what the program asks for: ${quotedInFix(sentence)}${user}`;
}

const LONGEST = 240;

/** A setting of the kernel that the program calls too low. Namespaced ones are of the container, the others of the whole host. */
export function kernelFix(frame: Frame, text: string): string | undefined {
  const setting = KERNEL.exec(text)?.[1].replace(/\//g, '.');
  if (!setting || !TOO_LOW.test(text)) return undefined;
  return onInstances(frame)
    ? `raise ${setting} on the container instances (sysctl -w in their user data), or let the program ask for less (fewer CPUs or threads)`
    : `let the program ask for less (fewer CPUs or threads): AWS Fargate does not let you change ${setting}`;
}
