import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, TokenizedStringFragments } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { core } from './core';

/**
 * Resolves everything but references to other resources and intrinsic functions in texts, which stay tokens: their form depends on the
 * stack that uses them, and what is read may stand in another stack than the policy that refers to it. Where a number or a list stands (a
 * desired count that is a parameter of the stack), a text would be refused by the L1.
 */
export function keepReferences(scope: CfnResource, value: IResolvable): unknown {
  return core.Tokenization.resolve(value, { scope, resolver: new ReferenceKeeper(), preparing: false });
}

/** All references in a text, those inside intrinsic functions too. */
export function referencesIn(scope: IConstruct, text: string): Reference[] {
  const finder = new ReferenceFinder();
  core.Tokenization.resolve(text, { scope, resolver: finder, preparing: true });
  return finder.found;
}

class ReferenceFinder extends DefaultTokenResolver {
  public readonly found: Reference[] = [];

  constructor() {
    super(new core.StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!core.Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    this.found.push(token);
    return '';
  }
}

class ReferenceKeeper extends DefaultTokenResolver {
  constructor() {
    super(new core.StringConcat());
  }

  private texts = 0;

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return this.texts > 0 && core.Reference.isReference(token) ? core.Token.asString(token) : super.resolveToken(token, context, postProcessor);
  }

  public resolveString(fragments: TokenizedStringFragments, context: IResolveContext): unknown {
    const mapToken = (token: IResolvable) => {
      const value: unknown = context.resolve(token);
      return typeof value === 'string' || typeof value === 'number' ? value : core.Token.asString(token);
    };
    this.texts++;
    try {
      return fragments.mapTokens({ mapToken }).join(new core.StringConcat());
    } finally {
      this.texts--;
    }
  }
}
