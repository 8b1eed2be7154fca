import { App, Aspects, NestedStack, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { inPublic, integTest, nginx, publicCluster } from './shop';
import { DiagnoseDeployments } from '../../src';

const app = new App();
Aspects.of(app).add(new DiagnoseDeployments({ failureThreshold: 3, exclude: ['Aspect/Legacy'] }));
const stack = new Stack(app, 'Aspect');
const cluster = publicCluster(stack);
const service = (scope: Stack, id: string) => new ecs.FargateService(scope, id, inPublic(cluster, nginx(scope, `${id}Task`)));
const api = service(stack, 'Api');
const legacy = service(stack, 'Legacy');
// with a watcher of its own
service(new NestedStack(stack, 'Back'), 'Office');
integTest(app, stack, api, legacy);
