export { CausePolicy } from './constructs/cause-policy';
export { DeploymentWatcher } from './constructs/deployment-watcher';
export { type DeploymentWatcherProps } from './constructs/deployment-watcher-props';
export { DiagnoseDeployments, type DiagnoseDeploymentsProps } from './constructs/diagnose-deployments';
export { DiagnosedFargateService, type DiagnosedFargateServiceProps } from './constructs/diagnosed-fargate-service';
export { DiagnosisMode, type EcsDeploymentDiagnosisOptions, OnTimeout } from './constructs/diagnosis-options';
export { EcsDeploymentDiagnosis, type EcsDeploymentDiagnosisProps } from './constructs/ecs-deployment-diagnosis';
