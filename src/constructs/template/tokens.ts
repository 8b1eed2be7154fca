import { IResolvable, IResolveContext, Token } from 'aws-cdk-lib';

/** A token that is read when it is resolved. Not `Lazy.any`: from aws-cdk-lib 2.276 on it calls its producer without a context. */
export function lateToken(resolve: (context: IResolveContext) => unknown): IResolvable {
  return { creationStack: [], resolve, toString() { return Token.asString(this); } };
}

/**
 * A value for the template only. To find the values that stacks must export to each other, a complete app first resolves everything once.
 * References within a stack are of no interest then, and those of a service are found in the service itself. With many services, resolving
 * them here too would take noticeably long.
 */
export function inTemplateOnly(value: unknown): IResolvable {
  return lateToken(({ preparing }) => (preparing ? undefined : value));
}

/** The same for a value that many resources mention: resolved once, because aws-cdk-lib computes a logical id at every mention. */
export function resolvedOnce(value: unknown): IResolvable {
  let known: unknown;
  return lateToken((context) => {
    known = context.preparing ? undefined : known ?? context.resolve(value);
    return asResolved(context, known);
  });
}

/** The same for a value that holds no tokens any more: aws-cdk-lib does not search it for them. */
export function readInTemplate(read: (context: IResolveContext) => unknown): IResolvable {
  return lateToken((context) => asResolved(context, context.preparing ? undefined : read(context)));
}

/** aws-cdk-lib resolves the value that a token returns, but not the value that a post processor puts in its place. */
function asResolved(context: IResolveContext, value: unknown): undefined {
  context.registerPostProcessor({ postProcess: () => value });
  return undefined;
}
