interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/**
 * Does a statement of the policy allow to read the bucket in which ECR keeps the layers (Amazon ECR User Guide, "Minimum Amazon S3 bucket
 * permissions for Amazon ECR")? undefined: not known, as with NotAction. Conditions and denials are not looked at.
 */
export function allowsLayers(policy: string, region: string): boolean | undefined {
  const statements = statementsOf(policy);
  if (!statements) return undefined;
  const allows = statements.filter(({ Effect: effect }) => effect === 'Allow');
  if (allows.some((one) => one.NotAction !== undefined || one.NotResource !== undefined)) return undefined;
  const object = `arn:aws:s3:::prod-${region}-starport-layer-bucket/layer`;
  return allows.some(({ Action: action, Resource: resource }) => (
    listed(action).some((one) => fits(one.toLowerCase(), 's3:getobject')) && listed(resource).some((one) => fits(one, object))));
}

function statementsOf(policy: string): readonly Statement[] | undefined {
  try {
    const { Statement: all } = Object(JSON.parse(policy)) as { readonly Statement?: unknown };
    const statements = Array.isArray(all) ? all as readonly unknown[] : [all];
    return statements.every((one) => typeof one === 'object' && one !== null) ? statements as readonly Statement[] : undefined;
  } catch {
    return undefined;
  }
}

function listed(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value as readonly unknown[] : [value]).filter((one): one is string => typeof one === 'string');
}

/** `*` is any text and `?` any character. In partitions other than `aws`, ARNs begin in another way. */
function fits(pattern: string, text: string): boolean {
  const plain = pattern.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:');
  // Positions of the text at which the part of the pattern so far can end.
  let ends = new Set([0]);
  for (const character of plain) {
    if (character === '*') {
      const [least] = [...ends].sort((a, b) => a - b);
      ends = new Set(Array.from({ length: text.length - least + 1 }, (_one, i) => least + i));
    } else {
      ends = new Set([...ends].filter((at) => at < text.length && (character === '?' || text[at] === character)).map((at) => at + 1));
    }
    if (!ends.size) return false;
  }
  return ends.has(text.length);
}
