/** AWS call that was refused, e.g. `ecr:BatchGetImage`. */
export function deniedAction(text: string): string | undefined {
  return /(?:perform:?|operation:?|action:?) +([a-z][\w-]*:\w+)/i.exec(text)?.[1]
    ?? /\b((?:ecr|ssm|secretsmanager|kms|logs|s3|elasticfilesystem|ec2|elasticloadbalancing|servicediscovery|iam|sts|lambda):[A-Z]\w+)/.exec(text)?.[1];
}

/** Name of the role in `assumed-role/NAME/session` or `role/NAME`. */
export function roleName(text: string): string | undefined {
  return /assumed-role\/([^/\s'"]+)/.exec(text)?.[1] ?? /:role\/(?:[^\s'"]*\/)?([^/\s'")]+)/.exec(text)?.[1];
}

/** Host that could not be reached: in a URL, in a name lookup, or next to the address. */
export function hostIn(text: string): string | undefined {
  return /https?:\/\/([\w.-]+)/i.exec(text)?.[1]
    ?? /lookup ([\w.-]+)/i.exec(text)?.[1]
    ?? /\b([\w-]+(?:\.[\w-]+)*\.amazonaws\.com(?:\.cn)?)/i.exec(text)?.[1]
    ?? /dial tcp ([\d.:]+)/i.exec(text)?.[1];
}

/** Words before the name of an image. In "pull image manifest has been retried" the next word is no name. */
const NAMED = /(?:resolve (?:ref|reference) |access denied for |manifest for |failed open: failed to do request: Get |image |repository )["']?([\w][\w.-]*(?::\d+)?\/?[\w./<>-]*(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)["']?(?=[\s,:;"']|$)/gi;

/** The image that a text speaks of. */
export function imageIn(text: string): string | undefined {
  return [...text.matchAll(NAMED)].map(([, name]) => name).find((name) => /[/:.]/.test(name));
}

/** ARN or name of the secret or parameter that a text speaks of. */
export function secretIn(text: string): string | undefined {
  const inArn = /arn:[\w-]+:(?:secretsmanager|ssm):[\w-]*:[^:\s]*:(?:secret:|parameter\/?)([^\s'",:]+)/.exec(text)?.[1];
  return inArn?.replace(/-[A-Za-z0-9]{6}$/, '')
    ?? /invalid (?:ssm )?parameters?: *([^\s,]+)/i.exec(text)?.[1]
    ?? /(?:secret|parameter) ([\w/.!@-]*[/_-][\w/.!@-]+)/i.exec(text)?.[1]?.replace(/[.:,]+$/, '');
}

/** The program or file that could not be run. */
export function commandIn(text: string): string | undefined {
  return /(?:exec|stat|fork\/exec):? "?([^\s":,]+)"?/i.exec(text.replace(/exec user process/gi, ''))?.[1]
    ?? /: ([^\s:]+): (?:command )?not found/.exec(text)?.[1];
}
