import {
  CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Token, Tokenization,
  TokenizedStringFragments,
} from 'aws-cdk-lib';

/**
 * Resolves everything but references to other resources and intrinsic functions, which stay tokens: their form depends on the stack that
 * uses them, and what is read may stand in another stack than the policy that refers to it.
 */
export function keepReferences(scope: CfnResource, value: IResolvable): unknown {
  return Tokenization.resolve(value, { scope, resolver: new ReferenceKeeper(), preparing: false });
}

class ReferenceKeeper extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? Token.asString(token) : super.resolveToken(token, context, postProcessor);
  }

  public resolveString(fragments: TokenizedStringFragments, context: IResolveContext): unknown {
    const mapToken = (token: IResolvable) => {
      const value: unknown = context.resolve(token);
      return typeof value === 'string' || typeof value === 'number' ? value : Token.asString(token);
    };
    return fragments.mapTokens({ mapToken }).join(new StringConcat());
  }
}
