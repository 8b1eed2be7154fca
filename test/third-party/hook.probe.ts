/*
 * Loaded into each Node process of an app before its own code, by NODE_OPTIONS. So it also reaches the Node process of jsii, in which the
 * constructs of an app in Python, Java, Go or .NET live. It adds the aspect to the app and to each stage when they are synthesized, and
 * writes what the app then knows of its services.
 */
import { readFileSync, writeFileSync } from 'fs';
import Module, { createRequire } from 'module';
import { dirname, join, relative } from 'path';
import type { CfnResource, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { KnownService } from './compare';
import { Report, REPORT_VARIABLE } from './report';
import { SERVICE_TYPE } from './template';

type Core = typeof import('aws-cdk-lib');
type Library = typeof import('../../src');

const STAGE_FILE = join('aws-cdk-lib', 'core', 'lib', 'stage.js');

// The file of the class itself: an app may import aws-cdk-lib in several ways, and this one is always loaded by `require`.
const load: (filename: string) => void = Reflect.get(Module.prototype, 'load');
Reflect.set(Module.prototype, 'load', function (this: NodeJS.Module, filename: string): void {
  load.call(this, filename);
  if (filename.endsWith(STAGE_FILE)) intercept(this.exports.Stage, filename);
});

function intercept({ prototype }: typeof Stage, filename: string): void {
  const { synth } = prototype;
  const visited = new WeakSet<Stage>();
  prototype.synth = function (options) {
    // Not our aws-cdk-lib: the one that this file belongs to.
    const theirs = createRequire(filename);
    const { Aspects, Stage: AnyStage }: Core = theirs('aws-cdk-lib');
    for (const stage of this.node.findAll().filter((construct): construct is Stage => AnyStage.isStage(construct))) {
      if (!visited.has(stage)) Aspects.of(stage).add(new (libraryFor(theirs, filename).DiagnoseDeployments)());
      visited.add(stage);
    }
    writeReport(filename, []);
    const assembly = synth.call(this, options);
    if (!this.node.scope) writeReport(filename, servicesOf(this, theirs));
    return assembly;
  };
}

const libraries = new Map<string, Library>();

function libraryFor(theirs: NodeJS.Require, filename: string): Library {
  const library = libraries.get(filename) ?? loadLibrary(theirs);
  libraries.set(filename, library);
  return library;
}

/** Its bundle is beside this file, in our package; `theirs` resolves what it leaves out: aws-cdk-lib and constructs. */
function loadLibrary(theirs: NodeJS.Require): Library {
  const bundle = join(__dirname, 'library.probe.js');
  const module: { exports: Partial<Library> } = { exports: {} };
  const run = new Function('require', 'module', 'exports', '__dirname', readFileSync(bundle, 'utf8'));
  run(theirs, module, module.exports, __dirname);
  return module.exports as Library;
}

/** Before the synthesis without services: then it also says whether the hook found a synthesis that failed. */
function writeReport(filename: string, services: readonly KnownService[]): void {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(dirname(filename), '..', '..', 'package.json'), 'utf8'));
  const report: Report = { version, services };
  writeFileSync(process.env[REPORT_VARIABLE]!, JSON.stringify(report));
}

function servicesOf(app: Stage, theirs: NodeJS.Require): KnownService[] {
  const { CfnResource: AnyResource, Stage: AnyStage }: Core = theirs('aws-cdk-lib');
  const isService = (construct: IConstruct): construct is CfnResource => (
    AnyResource.isCfnResource(construct) && construct.cfnResourceType === SERVICE_TYPE
  );
  return app.node.findAll().filter(isService).map((l1) => known(app, AnyStage.of(l1) ?? app, l1));
}

function known(app: Stage, stage: Stage, l1: CfnResource): KnownService {
  const notes = [...l1.node.scopes].reverse().flatMap(({ node }) => node.metadata).map(({ data }) => String(data));
  const reasons = notes.flatMap((note) => /^Deployments of this service are not diagnosed, because (.*)\.$/.exec(note)?.[1] ?? []);
  return {
    path: l1.node.path,
    template: join(relative(app.outdir, stage.outdir), l1.stack.templateFile),
    logicalId: String(l1.stack.resolve(l1.logicalId)),
    reason: reasons[0],
  };
}
