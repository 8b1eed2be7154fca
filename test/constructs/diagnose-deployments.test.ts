import * as cdk from 'aws-cdk-lib';
import { App, Aspects, BootstraplessSynthesizer, CfnResource, FileAssetLocation, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as servicecatalog from 'aws-cdk-lib/aws-servicecatalog';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, IConstruct } from 'constructs';
import { SERVICES_OF_ALL_KINDS } from './kinds';
import { cluster, copyOf, DIAGNOSES, diagnosedService, newStack, ofType, Resource, Resources, resourcesOf, serviceProps, SERVICES } from './synth';
import { DiagnoseDeployments, DiagnosedFargateService, DiagnosisMode, EcsDeploymentDiagnosis } from '../../src';

const FUNCTIONS = 'AWS::Lambda::Function';

const optionsOf = ({ Properties }: Resource) => JSON.parse(Properties.Options);
const diagnosedPaths = (resources: Resources) => ofType(resources, DIAGNOSES).map(([, { Properties }]) => Properties.ServicePath).sort();

function image() {
  return ecs.ContainerImage.fromRegistry('registry.example/web:1');
}

function plainService(scope: Construct, id = 'Service'): ecs.FargateService {
  const part = new Construct(scope, `${id}Part`);
  return new ecs.FargateService(scope, id, serviceProps(part));
}

/** Template with and without the aspect; the second is what the app would be without us. */
function withAndWithout(build: (stack: Stack) => void): { readonly diagnosed: Resources; readonly plain: Resources } {
  const [diagnosed, plain] = [true, false].map((aspect) => {
    const stack = newStack();
    if (aspect) Aspects.of(stack.node.root).add(new DiagnoseDeployments());
    build(stack);
    return resourcesOf(stack);
  });
  return { diagnosed, plain };
}

class NoAssets extends BootstraplessSynthesizer {
  public asked = 0;

  public addFileAsset(): FileAssetLocation {
    this.asked++;
    throw new Error('assets are not allowed here.\nAsk the platform team.');
  }
}

describe('one line covers', () => {
  test('every class of ecs-patterns that makes a service', () => {
    const classes = Object.keys(patterns).filter((name) => /Service$/.test(name));
    expect(classes.length).toBeGreaterThanOrEqual(10);
    expect(classes.filter((name) => !(name in SERVICES_OF_ALL_KINDS))).toEqual([]);
  });

  test('every class of aws-ecs that makes a service', () => {
    const classes = Object.entries(ecs).filter(([, value]) => typeof value === 'function' && value.prototype instanceof ecs.BaseService).map(([name]) => name);
    expect(classes).toEqual(expect.arrayContaining(['Ec2Service', 'ExternalService', 'FargateService']));
    expect(classes.filter((name) => !(name in SERVICES_OF_ALL_KINDS))).toEqual([]);
  });

  test.each(Object.entries(SERVICES_OF_ALL_KINDS))('%s, and changes nothing else', (_, build) => {
    const { diagnosed, plain } = withAndWithout(build);
    expect(ofType(plain, SERVICES)).toHaveLength(1);
    expect(ofType(diagnosed, DIAGNOSES)).toHaveLength(1);
    const rest = Object.fromEntries(Object.entries(diagnosed).filter(([id]) => !/DeploymentDiagnosis/.test(id)));
    expect(rest).toEqual(plain);
  });

  test('nested stacks and all stacks of the app, with one function a stack', () => {
    const app = new App();
    Aspects.of(app).add(new DiagnoseDeployments());
    const stacks = ['Shop', 'Office'].map((name) => new Stack(app, name));
    plainService(stacks[0], 'Web');
    plainService(stacks[0], 'Worker');
    plainService(stacks[1], 'Web');
    const nested = new NestedStack(stacks[1], 'Nested');
    plainService(nested, 'Inner');
    new NestedStack(stacks[0], 'WithoutServices');
    const templates = [...stacks, nested].map((stack) => resourcesOf(stack));
    expect(templates.map(diagnosedPaths)).toEqual([['Shop/Web', 'Shop/Worker'], ['Office/Web'], ['Office/Nested/Inner']]);
    expect(templates.map((resources) => ofType(resources, FUNCTIONS).filter(([id]) => id.startsWith('EcsDeploymentDiagnosis')).length)).toEqual([1, 1, 1]);
  });

  test('stages, each with its own aspect', () => {
    const app = new App();
    const stages = ['Test', 'Prod'].map((name) => {
      const stage = new Stage(app, name);
      plainService(new Stack(stage, 'Shop'));
      return stage;
    });
    Aspects.of(stages[0]).add(new DiagnoseDeployments());
    const [test, prod] = stages.map((stage) => resourcesOf(stage.node.findChild('Shop') as Stack));
    expect(diagnosedPaths(test)).toEqual(['Test/Shop/Service']);
    expect(diagnosedPaths(prod)).toEqual([]);
  });

  test('services that other aspects create', () => {
    const stack = newStack();
    Aspects.of(stack).add(new DiagnoseDeployments());
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === stack) new ecs.CfnService(stack, 'Late', { cluster: 'blue' });
      },
    });
    expect(diagnosedPaths(resourcesOf(stack))).toEqual(['Shop/Late']);
  });
});

describe.each([[false], [true]])('other aspects, with aspectStabilization %s', (aspectStabilization) => {
  const seen = (first: 'ours' | 'theirs') => {
    const stack = newStack(undefined, { '@aws-cdk/core:aspectStabilization': aspectStabilization });
    const ours = () => Aspects.of(stack.node.root).add(new DiagnoseDeployments());
    const theirs = () => {
      Tags.of(stack.node.root).add('team', 'shop');
      Aspects.of(stack.node.root).add({ visit: (node) => { if (node instanceof lambda.CfnFunction) node.tracingConfig = { mode: 'Active' }; } });
    };
    for (const add of first === 'ours' ? [ours, theirs] : [theirs, ours]) add();
    plainService(stack);
    return resourcesOf(stack);
  };

  test.each([['ours' as const], ['theirs' as const]])('reach the watcher, when %s come first', (first) => {
    const [[, watcher]] = ofType(seen(first), FUNCTIONS).filter(([id]) => id.startsWith('EcsDeploymentDiagnosis'));
    expect(watcher.Properties.Tags).toEqual([{ Key: 'team', Value: 'shop' }]);
    expect(watcher.Properties.TracingConfig).toEqual({ Mode: 'Active' });
  });

  test('the tags of the service are in the mirror', () => {
    const resources = seen('ours');
    expect(ofType(resources, DIAGNOSES)[0][1].Properties.Service).toEqual(copyOf(ofType(resources, SERVICES)[0][1].Properties));
  });
});

describe('as a mixin', () => {
  test('on a whole app, in stages too', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    plainService(stack);
    const inStage = new Stack(new Stage(app, 'Prod'), 'Shop');
    plainService(inStage);
    app.with(new DiagnoseDeployments());
    expect([stack, inStage].map((each) => diagnosedPaths(resourcesOf(each)))).toEqual([['Shop/Service'], ['Prod/Shop/Service']]);
  });

  test('on one service', () => {
    const stack = newStack();
    plainService(stack, 'Other');
    const pattern = new patterns.QueueProcessingFargateService(stack, 'Queue', { cluster: cluster(stack), image: image() });
    pattern.service.with(new DiagnoseDeployments({ logLines: 0 }));
    const resources = resourcesOf(stack);
    expect(diagnosedPaths(resources)).toEqual(['Shop/Queue/QueueProcessingFargateService']);
    expect(optionsOf(ofType(resources, DIAGNOSES)[0][1]).logLines).toBe(0);
  });

  // Of aws-cdk-lib 2.244 and later: `npm run test:peers` runs this with the newest, the floor has no Mixins to test.
  const Mixins = Reflect.get(cdk, 'Mixins');
  if (Mixins) {
    test('by Mixins.of, required of all that are selected', () => {
      const stack = newStack();
      const service = plainService(stack);
      Mixins.of(stack.node.root).apply(new DiagnoseDeployments());
      Mixins.of(service).requireAny().apply(new DiagnoseDeployments({ logLines: 1 }));
      expect(diagnosedPaths(resourcesOf(stack))).toEqual(['Shop/Service']);
      expect(() => Mixins.of(service.taskDefinition).requireAny().apply(new DiagnoseDeployments())).toThrow();
    });
  }

  test('supports what it does something for', () => {
    const stack = newStack();
    const mixin = new DiagnoseDeployments({ exclude: ['Shop/Other'] });
    const service = plainService(stack);
    const imported = ecs.FargateService.fromFargateServiceArn(stack, 'Imported', 'arn:aws:ecs:eu-west-1:123456789012:service/blue/web');
    const supported = (construct: IConstruct) => mixin.supports(construct);
    expect([service, service.node.defaultChild!, imported].map(supported)).toEqual([true, true, true]);
    expect([stack, service.cluster, service.taskDefinition, plainService(stack, 'Other'), new sqs.Queue(stack, 'Queue')].map(supported)).toEqual([false, false, false, false, false]);
  });
});

describe('include and exclude', () => {
  const PATTERNS: [string, object, string[]][] = [
    ['nothing said', {}, ['Shop/Api/Service', 'Shop/Jobs/Nightly', 'Shop/Jobs/Worker']],
    ['a path', { include: ['Shop/Api/Service'] }, ['Shop/Api/Service']],
    ['what services lie in', { include: ['Shop/Jobs'] }, ['Shop/Jobs/Nightly', 'Shop/Jobs/Worker']],
    ['no part of an id', { include: ['Shop/Job'] }, []],
    ['a star, which stays within an id', { include: ['Shop/*/W*', '*/Service'] }, ['Shop/Jobs/Worker']],
    ['two stars, which do not', { include: ['**/Service', '**er'] }, ['Shop/Api/Service', 'Shop/Jobs/Worker']],
    ['exclude', { exclude: ['Shop/Jobs'] }, ['Shop/Api/Service']],
    ['exclude wins', { include: ['Shop/Jobs'], exclude: ['**/Nightly'] }, ['Shop/Jobs/Worker']],
    ['dots are dots', { exclude: ['Shop.*', 'Sho.'] }, ['Shop/Api/Service', 'Shop/Jobs/Nightly', 'Shop/Jobs/Worker']],
  ];
  test.each(PATTERNS)('%s', (_, props, expected) => {
    const stack = newStack();
    const [api, jobs] = ['Api', 'Jobs'].map((id) => new Construct(stack, id));
    plainService(api, 'Service');
    plainService(jobs, 'Worker');
    plainService(jobs, 'Nightly');
    Aspects.of(stack.node.root).add(new DiagnoseDeployments(props));
    expect(diagnosedPaths(resourcesOf(stack))).toEqual(expected);
  });

  test('an include that no service matches is warned of', () => {
    const stack = newStack();
    plainService(stack);
    Aspects.of(stack.node.root).add(new DiagnoseDeployments({ include: ['Shop/Servce', 'Nope/**', 'Shop/Serv*'] }));
    expect(diagnosedPaths(resourcesOf(stack))).toEqual(['Shop/Service']);
    const messages = stack.node.root.node.metadata.map(({ data }) => String(data).replace(/ \[ack.*/, ''));
    expect(messages).toEqual([
      'DiagnoseDeployments: include \'Shop/Servce\' matches no ECS service in the app; did you mean "Shop/Service"? Construct paths start with the id of the stage or the stack.',
      'DiagnoseDeployments: include \'Nope/**\' matches no ECS service in the app. Construct paths start with the id of the stage or the stack.',
    ]);
  });

  const REFUSED: [string, object, string][] = [
    ['props as text', 'Shop' as unknown as object, 'props must be a set of options, such as { enabled: false } or { logLines: 0 }, got "Shop"'],
    ['text', { include: 'Shop' }, 'include must be a list of construct paths, got "Shop"'],
    ['an empty list', { include: [] }, 'include must have at least one construct path (without the option, there is no limit), got []'],
    ['an empty path', { exclude: [''] }, 'exclude[0] must be a construct path, such as "Shop/Api" or "*/Worker", got ""'],
    ['a slash too many', { exclude: ['/Shop'] }, 'exclude[0] must be a construct path without a slash at the start or end, got "/Shop"'],
    ['an option out of range', { logLines: -1 }, 'logLines must be a whole number from 0 to 100, got -1'],
    ['an unknown option', { includes: ['Shop'] }, 'there is no option includes (got ["Shop"]); did you mean "include"?'],
  ];
  test.each(REFUSED)('refused: %s', (_, props, message) => {
    expect(() => new DiagnoseDeployments(props)).toThrow(`DiagnoseDeployments: ${message}`);
  });
});

describe('twice is once, and the nearer options win', () => {
  const only = (resources: Resources) => {
    const diagnoses = ofType(resources, DIAGNOSES);
    expect(diagnoses).toHaveLength(1);
    return optionsOf(diagnoses[0][1]);
  };

  test('of aspects', () => {
    const stack = newStack();
    Aspects.of(stack.node.root).add(new DiagnoseDeployments({ logLines: 1, failureThreshold: 1, mode: DiagnosisMode.REPORT }));
    const part = new Construct(stack, 'Part');
    plainService(part);
    Aspects.of(part).add(new DiagnoseDeployments({ logLines: 3, failureThreshold: undefined }));
    Aspects.of(stack).add(new DiagnoseDeployments({ logLines: 2, failureThreshold: 2 }));
    expect(only(resourcesOf(stack))).toMatchObject({ logLines: 3, failureThreshold: 2, mode: 'REPORT' });
  });

  test('of the service over all', () => {
    const stack = newStack();
    Aspects.of(stack).add(new DiagnoseDeployments({ logLines: 1, failureThreshold: 5 }));
    diagnosedService(stack, { diagnosis: { logLines: 9 } });
    expect(only(resourcesOf(stack))).toMatchObject({ logLines: 9, failureThreshold: 5 });
  });

  test('of an explicit diagnosis over aspects', () => {
    const stack = newStack();
    Aspects.of(stack).add(new DiagnoseDeployments({ logLines: 1, failureThreshold: 5 }));
    new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service: plainService(stack), logLines: 9 });
    expect(only(resourcesOf(stack))).toMatchObject({ logLines: 9, failureThreshold: 5 });
  });

  test('an aspect that does not cover the service has no say', () => {
    const stack = newStack();
    Aspects.of(stack.node.root).add(new DiagnoseDeployments({ logLines: 1 }));
    Aspects.of(stack).add(new DiagnoseDeployments({ logLines: 2, exclude: ['Shop/Service'] }));
    plainService(stack);
    expect(only(resourcesOf(stack))).toMatchObject({ logLines: 1 });
  });

  const OFF: [string, (service: ecs.FargateService, stack: Stack) => void][] = [
    ['by a nearer aspect', (service) => Aspects.of(service).add(new DiagnoseDeployments({ enabled: false }))],
    ['by a mixin', (service) => void service.with(new DiagnoseDeployments({ enabled: false }))],
    ['by an explicit diagnosis', (service, stack) => void new EcsDeploymentDiagnosis(stack, 'Off', { service, enabled: false })],
  ];
  test.each(OFF)('off %s', (_, off) => {
    const stack = newStack();
    Aspects.of(stack.node.root).add(new DiagnoseDeployments());
    off(plainService(stack), stack);
    expect(Object.keys(resourcesOf(stack)).filter((id) => id.includes('DeploymentDiagnosis'))).toEqual([]);
  });
});

describe('a service that cannot be watched is left out, and an info annotation has the reason', () => {
  const why = (type: string, who: string) => `its deployment controller is ${type}: ${who} makes the deployments and CloudFormation waits for none of them`;
  const CODE_DEPLOY = why('CODE_DEPLOY', 'AWS CodeDeploy');
  const EXTERNAL = why('EXTERNAL', 'an external controller');
  const IMPORTED = 'it is imported: its deployments belong to another stack';
  const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service/blue/web';
  const LEFT_OUT: [string, string, (stack: Stack) => unknown, string][] = [
    ['CODE_DEPLOY', 'It', (stack) => new ecs.FargateService(stack, 'It', { ...serviceProps(stack), deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY } }), CODE_DEPLOY],
    ['EXTERNAL', 'It', (stack) => new ecs.CfnService(stack, 'It', { deploymentController: { type: 'EXTERNAL' } }), EXTERNAL],
    ['EXTERNAL by an override', 'It', (stack) => new ecs.CfnService(stack, 'It', {}).addPropertyOverride('DeploymentController.Type', 'EXTERNAL'), EXTERNAL],
    ['EXTERNAL in CloudFormation JSON', 'It', (stack) => new CfnResource(stack, 'It', { type: SERVICES, properties: { DeploymentController: { Type: 'EXTERNAL' } } }), EXTERNAL],
    ['imported with its cluster', 'It', (stack) => ecs.FargateService.fromFargateServiceAttributes(stack, 'It', { serviceName: 'web', cluster: cluster(stack) }), IMPORTED],
    ['imported by its ARN', 'It', (stack) => ecs.FargateService.fromFargateServiceArn(stack, 'It', ARN), IMPORTED],
    ['imported, EC2', 'It', (stack) => ecs.Ec2Service.fromEc2ServiceArn(stack, 'It', ARN), IMPORTED],
    ['imported, base', 'It', (stack) => ecs.BaseService.fromServiceArnWithCluster(stack, 'It', ARN), IMPORTED],
    ['of Express Mode', 'It', (stack) => new CfnResource(stack, 'It', { type: 'AWS::ECS::ExpressGatewayService' }),
      'Amazon ECS Express Mode makes its deployments, and AWS does not say whether CloudFormation waits for them'],
  ];
  test.each(LEFT_OUT)('%s', (_, id, build, problem) => {
    const stack = newStack();
    for (const scope of [stack, stack.node.root]) Aspects.of(scope).add(new DiagnoseDeployments());
    build(stack);
    expect(Object.keys(resourcesOf(stack)).filter((each) => each.includes('DeploymentDiagnosis'))).toEqual([]);
    const infos = Annotations.fromStack(stack).findInfo(`/Shop/${id}`, Match.anyValue());
    expect(infos.map(({ entry }) => entry.data)).toEqual([`Deployments of this service are not diagnosed, because ${problem}.`]);
  });

  describe.each([[false], [true]])('a controller that an aspect of an inner scope sets, with aspectStabilization %s', (aspectStabilization) => {
    const ofService = (node: IConstruct) => CfnResource.isCfnResource(node) && node.cfnResourceType === SERVICES && node.node.path.startsWith('Shop/Blue');
    const override = (node: IConstruct) => (node as CfnResource).addPropertyOverride('DeploymentController.Type', 'CODE_DEPLOY');
    const INNER: [string, (stack: Stack) => void][] = [
      ['service by service, with a smaller priority', (stack) => Aspects.of(stack).add({ visit: (node) => { if (ofService(node)) override(node); } }, { priority: 100 })],
      ['service by service', (stack) => Aspects.of(stack).add({ visit: (node) => { if (ofService(node)) override(node); } })],
      ['all at once', (stack) => Aspects.of(stack).add({ visit: (node) => { if (node === stack) stack.node.findAll().filter(ofService).forEach(override); } })],
    ];
    test.each(INNER)('%s', (_, add) => {
      const stack = newStack(undefined, { '@aws-cdk/core:aspectStabilization': aspectStabilization });
      Aspects.of(stack.node.root).add(new DiagnoseDeployments());
      Aspects.of(stack.node.root).add(new DiagnoseDeployments({ enabled: true, exclude: ['Shop/BlueL1'] }));
      plainService(stack, 'Blue');
      new ecs.CfnService(stack, 'BlueL1', { cluster: 'blue' });
      new ecs.CfnService(stack, 'Green', { cluster: 'green' });
      add(stack);
      const resources = resourcesOf(stack);
      expect(diagnosedPaths(resources)).toEqual(['Shop/Green']);
      expect(JSON.stringify(ofType(resources, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('EcsDeployment')))).not.toContain('BluePart');
      for (const id of ['Blue', 'BlueL1']) {
        expect(Annotations.fromStack(stack).findInfo(`/Shop/${id}`, Match.anyValue()).map(({ entry }) => entry.data))
          .toEqual([`Deployments of this service are not diagnosed, because ${CODE_DEPLOY}.`]);
      }
    });
  });

  describe('a stack that takes no assets: the rest of the app is covered', () => {
    const NO_ASSETS: [string, (app: App, build: (stack: Stack) => void) => Stack, string][] = [
      ['with the BootstraplessSynthesizer', (app, build) => {
        const stack = new Stack(app, 'Bare', { synthesizer: new BootstraplessSynthesizer() });
        build(stack);
        return stack;
      }, 'Cannot add assets to a Stack that uses the BootstraplessSynthesizer'],
      ['a product of Service Catalog without an asset bucket', (app, build) => {
        const portfolio = new Stack(app, 'Bare');
        const product = new servicecatalog.ProductStack(portfolio, 'Product');
        build(product);
        const cloudFormationTemplate = servicecatalog.CloudFormationTemplate.fromProductStack(product);
        new servicecatalog.CloudFormationProduct(portfolio, 'P', { productName: 'p', owner: 'o', productVersions: [{ cloudFormationTemplate }] });
        return product;
      }, 'An Asset Bucket must be provided to use Assets'],
      ['with a synthesizer that says why in two lines', (app, build) => {
        const stack = new Stack(app, 'Bare', { synthesizer: new NoAssets() });
        build(stack);
        return stack;
      }, 'assets are not allowed here'],
    ];
    test.each(NO_ASSETS)('%s', (_, make, refusal) => {
      const app = new App();
      Aspects.of(app).add(new DiagnoseDeployments());
      const bare = make(app, (stack) => void new ecs.CfnService(stack, 'It', { cluster: 'blue' }));
      const shop = new Stack(app, 'Shop');
      new ecs.CfnService(shop, 'It', { cluster: 'blue' });
      expect(diagnosedPaths(resourcesOf(shop))).toEqual(['Shop/It']);
      expect(bare.node.findAll().filter(({ node }) => /DeploymentDiagnosis/.test(node.path))).toEqual([]);
      const infos = bare.node.findChild('It').node.metadata.map(({ data }) => data).filter((data) => String(data).includes('diagnosed'));
      expect(infos).toEqual([
        `Deployments of this service are not diagnosed, because its stack takes no file assets, and the code of the watcher is one: ${refusal}.`,
      ]);
    });

    test('a service without a diagnosis brings no asset', () => {
      const app = new App();
      const stack = new Stack(app, 'Shop', { synthesizer: new NoAssets() });
      Aspects.of(app).add(new DiagnoseDeployments({ exclude: ['Shop/Old'] }));
      new ecs.CfnService(stack, 'Old', { cluster: 'blue' });
      diagnosedService(stack, { diagnosis: { enabled: false } });
      expect(stack.node.findAll().flatMap(({ node }) => node.metadata.filter(({ data }) => String(data).includes('not diagnosed')))).toEqual([]);
      expect((stack.synthesizer as NoAssets).asked).toBe(0);
    });
  });

  test('once if DiagnosedFargateService has the annotation already', () => {
    const stack = newStack();
    Aspects.of(stack).add(new DiagnoseDeployments());
    diagnosedService(stack, { deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY } });
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('not diagnosed'))).toHaveLength(1);
  });

  test('not for services that are off or excluded, and for services of other kinds', () => {
    const stack = newStack();
    Aspects.of(stack).add(new DiagnoseDeployments({ exclude: ['Shop/Old'] }));
    new ecs.CfnService(stack, 'Old', { deploymentController: { type: 'EXTERNAL' } });
    const off = new ecs.CfnService(stack, 'Off', { deploymentController: { type: 'EXTERNAL' } });
    Aspects.of(off).add(new DiagnoseDeployments({ enabled: false }));
    const names = new servicediscovery.HttpNamespace(stack, 'Names', { name: 'shop' });
    names.createService('Discovered');
    servicediscovery.Service.fromServiceAttributes(stack, 'Discovery', {
      serviceName: 'web',
      serviceId: 'srv-1',
      serviceArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1',
      namespace: names,
      dnsRecordType: servicediscovery.DnsRecordType.A,
      routingPolicy: servicediscovery.RoutingPolicy.WEIGHTED,
    });
    resourcesOf(stack);
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
  });
});

describe('an aspect on an app whose services are in stages', () => {
  const appWith = (...aspects: [scope: 'app' | 'stage', aspect: DiagnoseDeployments][]) => {
    const app = new App();
    const stage = new Stage(app, 'Prod');
    const stack = new Stack(stage, 'Shop');
    plainService(stack);
    for (const [scope, aspect] of aspects) Aspects.of(scope === 'app' ? app : stage).add(aspect);
    return { app, stack };
  };

  test('says that it does not reach them', () => {
    const { app } = appWith(['app', new DiagnoseDeployments()]);
    expect(() => app.synth()).toThrow('DiagnoseDeployments does not reach Prod/Shop/Service, because the AWS CDK visits a stage with its own aspects only: '
      + 'add Aspects.of(stage).add(new DiagnoseDeployments()) for the stage Prod, or exclude: [\'Prod\'] here');
  });

  test.each([
    ['excluded', [['app', new DiagnoseDeployments({ exclude: ['Prod'] })]]],
    ['covered by their own', [['app', new DiagnoseDeployments()], ['stage', new DiagnoseDeployments()]]],
    ['off', [['app', new DiagnoseDeployments()], ['stage', new DiagnoseDeployments({ enabled: false })]]],
  ] as [string, ['app' | 'stage', DiagnoseDeployments][]][])('unless they are %s', (_, aspects) => {
    const { app } = appWith(...aspects);
    expect(() => app.synth()).not.toThrow();
  });

  test('takes the options of the app into account', () => {
    const { app, stack } = appWith(['app', new DiagnoseDeployments({ logLines: 4 })], ['stage', new DiagnoseDeployments()]);
    app.synth();
    const resources: Resources = Template.fromStack(stack).toJSON().Resources;
    expect(optionsOf(ofType(resources, DIAGNOSES)[0][1]).logLines).toBe(4);
  });
});

test('subclass, two aspects and a mixin: still one diagnosis', () => {
  const stack = newStack();
  Aspects.of(stack.node.root).add(new DiagnoseDeployments());
  Aspects.of(stack).add(new DiagnoseDeployments());
  const service = new DiagnosedFargateService(stack, 'Service', serviceProps(stack));
  service.with(new DiagnoseDeployments());
  expect(ofType(resourcesOf(stack), DIAGNOSES)).toHaveLength(1);
});
