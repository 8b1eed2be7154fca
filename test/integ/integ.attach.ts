import { App, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { inPublic, integTest, nginx, publicCluster } from './shop';
import { DiagnosisMode, EcsDeploymentDiagnosis } from '../../src';

const app = new App();
const stack = new Stack(app, 'Attach');
const cluster = publicCluster(stack);
const api = new ecs.FargateService(stack, 'Api', inPublic(cluster, nginx(stack, 'ApiTask')));
new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service: api });
const worker = new ecs.FargateService(stack, 'Worker', inPublic(cluster, nginx(stack, 'WorkerTask')));
// by the L1, after a service that it waits for: it then also waits for the diagnosis of that service
new EcsDeploymentDiagnosis(stack, 'WorkerDiagnosis', { service: worker.node.defaultChild!, mode: DiagnosisMode.REPORT, logLines: 0 });
worker.node.addDependency(api);
integTest(app, stack, api, worker);
