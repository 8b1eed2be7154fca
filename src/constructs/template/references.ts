import {
  CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Token, Tokenization,
  TokenizedStringFragments,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { logicalIdOf, resourcesOf } from './dependencies';
import { asReference } from './substitute';

/** The reference that a text consists of; undefined for every other text. */
export function soleReference(text: unknown): Reference | undefined {
  if (typeof text !== 'string' || !text) return undefined;
  const { length, firstToken } = Tokenization.reverseString(text);
  return length === 1 && Reference.isReference(firstToken) ? firstToken : undefined;
}

/** The resource of a type that a text refers to, and nothing else than refers to. */
export function resourceOf(text: unknown, type: string): CfnResource | undefined {
  return asResource(soleReference(text)?.target, type);
}

/** A construct, if it is a resource of this type. */
export function asResource(construct: unknown, type: string): CfnResource | undefined {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === type ? construct : undefined;
}

/**
 * Resolves everything but references to other resources and intrinsic functions in texts, which stay tokens: their form depends on the
 * stack that uses them, and the policy that takes over the text may be in another stack. As a number or a list (a desired count that is a
 * parameter of the stack) they are resolved, because the L1 would refuse a text there.
 */
export function keepReferences(scope: CfnResource, value: IResolvable): unknown {
  return Tokenization.resolve(value, { scope, resolver: new ReferenceKeeper(), preparing: false });
}

/**
 * The `Ref` or `Fn::GetAtt` to a resource of the stack that rendered JSON consists of, as the text that an L1 has for it; everything else
 * as it is. A template of which the app makes a `CfnResource` each has such JSON.
 */
export function asText(stack: Stack, value: unknown): unknown {
  const reference = asReference(value);
  const resource = reference && resourceWithId(stack, reference.id);
  if (!resource) return value;
  return reference.attribute.length ? resource.getAtt(reference.attribute.join('.')).toString() : resource.ref;
}

function resourceWithId(stack: Stack, id: string): CfnResource | undefined {
  const hasId = (construct: IConstruct | undefined): construct is CfnResource => (
    CfnResource.isCfnResource(construct) && construct.stack === stack && logicalIdOf(construct) === id
  );
  // Mostly it is a child of the stack with this id; the logical ids of all resources take longer to ask.
  const child = stack.node.tryFindChild(id);
  return hasId(child) ? child : resourcesOf(stack).find(hasId);
}

/** All references in a text, those inside intrinsic functions too. */
export function referencesIn(scope: IConstruct, text: string): Reference[] {
  const finder = new ReferenceFinder();
  Tokenization.resolve(text, { scope, resolver: finder, preparing: true });
  return finder.found;
}

class ReferenceFinder extends DefaultTokenResolver {
  public readonly found: Reference[] = [];

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    this.found.push(token);
    return '';
  }
}

class ReferenceKeeper extends DefaultTokenResolver {
  /** Texts around the token that is being resolved. */
  private texts = 0;

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return this.texts > 0 && Reference.isReference(token) ? Token.asString(token) : super.resolveToken(token, context, postProcessor);
  }

  public resolveString(fragments: TokenizedStringFragments, context: IResolveContext): unknown {
    const mapToken = (token: IResolvable) => {
      const value: unknown = context.resolve(token);
      return typeof value === 'string' || typeof value === 'number' ? value : Token.asString(token);
    };
    this.texts++;
    try {
      return fragments.mapTokens({ mapToken }).join(new StringConcat());
    } finally {
      this.texts--;
    }
  }
}
