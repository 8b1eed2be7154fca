import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const SRC = join(__dirname, '..', '..', 'src');
const parse = (file: string) => ts.createSourceFile(file, readFileSync(join(SRC, `${file}.ts`), 'utf8'), ts.ScriptTarget.ES2022, true);

/** Names that `index.ts` exports, by file. */
function exported(): [file: string, names: string[]][] {
  return parse('index').statements.filter(ts.isExportDeclaration).map((statement) => {
    const { exportClause: clause } = statement;
    const names = clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
    return [(statement.moduleSpecifier as ts.StringLiteral).text.slice(2), names];
  });
}

interface Member {
  readonly path: string;
  readonly doc: string;
  readonly isOption: boolean;
  readonly type: string;
  readonly parameters: readonly string[];
}

/** Everything that a user of the library can see. */
function publicMembers(): Member[] {
  return exported().flatMap(([file, names]) => {
    const source = parse(file);
    const shown = source.statements.filter((each): each is ts.InterfaceDeclaration | ts.ClassDeclaration | ts.EnumDeclaration => (
      (ts.isInterfaceDeclaration(each) || ts.isClassDeclaration(each) || ts.isEnumDeclaration(each)) && names.includes(each.name?.text ?? '')
    ));
    return shown.flatMap((type) => [type, ...type.members].filter(isPublic).map((member) => ({
      path: [type.name!.text, ...member === type ? [] : [member.name?.getText() ?? 'constructor']].join('.'),
      doc: ts.getJSDocCommentsAndTags(member).map((doc) => doc.getText()).join('\n'),
      isOption: ts.isPropertySignature(member) && member.questionToken !== undefined,
      parameters: ts.isConstructorDeclaration(member) ? member.parameters.map(({ name }) => name.getText()) : [],
      type: 'type' in member && member.type ? (member.type as ts.TypeNode).getText() : '',
    })));
  });
}

function isPublic(member: ts.Node): boolean {
  const internal = ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal');
  const modifiers = ts.canHaveModifiers(member) ? ts.getModifiers(member) ?? [] : [];
  return !internal && !modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

const MEMBERS = publicMembers();

test('the library shows no more than this', () => {
  expect(MEMBERS.map(({ path }) => path).filter((path) => !path.includes('.')).sort()).toEqual([
    'CausePolicy', 'DeploymentWatcher', 'DeploymentWatcherProps', 'DiagnoseDeployments', 'DiagnoseDeploymentsProps', 'DiagnosedFargateService',
    'DiagnosedFargateServiceProps', 'DiagnosisMode', 'EcsDeploymentDiagnosis', 'EcsDeploymentDiagnosisOptions', 'EcsDeploymentDiagnosisProps', 'OnTimeout',
  ]);
});

test.each(MEMBERS.map((member) => [member.path, member] as const))('%s is documented', (_, { doc, isOption, type, parameters }) => {
  expect(doc.replace(/[/*\s]/g, '').length).toBeGreaterThan(20);
  for (const name of parameters) expect(doc).toMatch(new RegExp(`@param ${name} \\S`));
  if (isOption) expect(doc).toMatch(/@default \S/);
  if (isOption && type === 'number') expect(doc).toMatch(/number of/i);
  if (isOption && type === 'Duration') expect(doc).toMatch(/whole\s+(?:\* )?seconds/);
});
