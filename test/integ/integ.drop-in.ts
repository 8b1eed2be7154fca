import { App, Duration, Stack } from 'aws-cdk-lib';
import { inPublic, integTest, nginx, publicCluster } from './shop';
import { CausePolicy, DiagnosedFargateService, OnTimeout } from '../../src';

const app = new App();
const stack = new Stack(app, 'DropIn');
const api = new DiagnosedFargateService(stack, 'Api', {
  ...inPublic(publicCluster(stack), nginx(stack, 'Task')),
  diagnosis: {
    stuckAfter: Duration.minutes(10),
    timeout: Duration.minutes(30),
    onTimeout: OnTimeout.FAIL,
    causes: { 'app-crashed': CausePolicy.failAtOnce() },
    redact: ['acct-\\d+'],
  },
});
integTest(app, stack, api);
