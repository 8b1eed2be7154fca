import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as ts from 'typescript';
import { hasOverrides, isInTemplate, isOverridden, overrideAt, propertiesSet, propertyOfJson } from '../../../src/constructs/template/cdk-internals';

const SRC = path.join(__dirname, '..', '..', '..', 'src');
const DOOR = 'constructs/template/cdk-internals.ts';
const CORE = path.join(path.dirname(require.resolve('aws-cdk-lib/package.json')), 'core', 'lib');

const parse = (file: string) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);

/** Members that the installed aws-cdk-lib declares as protected or private in one of its files. */
function hiddenMembers(file: string): string[] {
  const isHidden = (member: ts.ClassElement) => (ts.canHaveModifiers(member) ? ts.getModifiers(member) ?? [] : [])
    .some(({ kind }) => kind === ts.SyntaxKind.ProtectedKeyword || kind === ts.SyntaxKind.PrivateKeyword);
  const classes = parse(path.join(CORE, `${file}.d.ts`)).statements.filter(ts.isClassDeclaration);
  return classes.flatMap(({ members }) => members.filter(isHidden).flatMap(({ name }) => name?.getText() ?? []));
}

/** The declarations leave out what is marked as internal. */
const INTERNAL = ['_toCloudFormation', '_cfnProperties', 'rawOverrides'];
const HIDDEN = new Set([...['cfn-element', 'cfn-resource', 'resource', 'stack'].flatMap(hiddenMembers), ...INTERNAL]);

/** Every name and every text in a source file; comments are neither. */
function words(node: ts.Node): string[] {
  const own = ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isPrivateIdentifier(node) ? [node.text] : [];
  return [...own, ...node.getChildren().flatMap(words)];
}

const hiddenIn = (file: string) => [...new Set(words(parse(path.join(SRC, file))).filter((word) => HIDDEN.has(word)))].sort();

test('the members that aws-cdk-lib hides are found', () => {
  expect([...HIDDEN]).toEqual(expect.arrayContaining(['cfnProperties', 'renderProperties', 'shouldSynthesize', 'allocateLogicalId']));
  expect(hiddenIn(DOOR)).toEqual(['_cfnProperties', '_toCloudFormation', 'cfnProperties', 'rawOverrides', 'shouldSynthesize']);
});

const FILES = (readdirSync(SRC, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && /^(constructs|demo)[\\/]|^index/.test(file)).sort();

test.each(FILES.filter((file) => file !== DOOR))('%s uses no hidden member: what needs one belongs in template/cdk-internals.ts', (file) => {
  expect(hiddenIn(file)).toEqual([]);
});

/** A resource as a version of aws-cdk-lib might give it that has none of these members. */
function bare(): CfnResource {
  const resource = new CfnResource(new Stack(new App(), 'Shop'), 'It', { type: 'Test::Test::It', properties: { Name: 'a' } });
  return new Proxy(resource, { get: (target, key) => (HIDDEN.has(String(key)) ? undefined : Reflect.get(target, key)) });
}

test('without the members, each function says that it does not know', () => {
  expect([isOverridden(bare(), 'Properties', 'Name'), hasOverrides(bare()), isInTemplate(bare())]).toEqual([true, true, true]);
  expect([overrideAt(bare(), 'Properties', 'Name'), propertyOfJson(bare(), 'Name'), propertiesSet(bare())]).toEqual([undefined, undefined, undefined]);
});

test('with them, it knows', () => {
  const resource = new CfnResource(new Stack(new App(), 'Shop'), 'It', { type: 'Test::Test::It', properties: { Name: 'a' } });
  expect([isOverridden(resource, 'Properties', 'Name'), hasOverrides(resource), isInTemplate(resource)]).toEqual([false, false, true]);
  resource.addPropertyOverride('Tag.Key', 'b');
  expect([isOverridden(resource, 'Properties', 'Name'), isOverridden(resource, 'Properties', 'Tag'), hasOverrides(resource)]).toEqual([false, true, true]);
  expect([overrideAt(resource, 'Properties', 'Tag', 'Key'), propertyOfJson(resource, 'Name')]).toEqual(['b', 'a']);
});
