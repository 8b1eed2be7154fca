/** A text of a template, as far as it is known before the deployment. */
export interface Known {
  /** The text; what is not known stands in it as `${...}`. */
  readonly shape: string;
  /** Resources of the same app that give parts of it, with their types: they exist by the time it is used. */
  readonly made?: readonly Made[];
  /** Why a part of it is not known. */
  readonly unknown?: string;
}

export interface Made {
  readonly logicalId: string;
  readonly type: string;
}

export function plain(text: string): Known {
  return { shape: text };
}

/** For a person: a text that is all made by one resource is its logical id, and an image has no host. */
export function shown({ shape }: Known): string {
  const alone = /^\$\{([^}.]+)[^}]*\}$/.exec(shape)?.[1];
  return alone ?? shape.replace(/^[^/]*\.dkr[.-]ecr[^/]*\//, '');
}

/** The whole text; undefined: parts are made by the app, or not known. */
export function textOf(known: Known | undefined): string | undefined {
  return known && !known.made?.length && known.unknown === undefined ? known.shape : undefined;
}
