from aws_cdk import App, Aspects, Duration, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_ecs_patterns as patterns
from aws_cdk import aws_logs as logs
from cdk_diagnosed_fargate import (
    CausePolicy,
    DeploymentWatcher,
    DiagnosedFargateService,
    DiagnoseDeployments,
    DiagnosisMode,
    EcsDeploymentDiagnosis,
    EcsDeploymentDiagnosisOptions,
    OnTimeout,
)

app = App()
# One line for the whole app: services that have no diagnosis of their own get one.
Aspects.of(app).add(DiagnoseDeployments(failure_threshold=3, exclude=["Shop/Legacy"]))

stack = Stack(app, "Shop")
DeploymentWatcher.configure(stack, log_group=logs.LogGroup(stack, "Diagnoses", retention=logs.RetentionDays.ONE_YEAR))
cluster = ecs.Cluster(stack, "Cluster", vpc=ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=1))
image = ecs.ContainerImage.from_registry("public.ecr.aws/docker/library/nginx:1.27")


def task(name: str) -> ecs.FargateTaskDefinition:
    task_definition = ecs.FargateTaskDefinition(stack, f"{name}Task")
    task_definition.add_container("app", image=image, logging=ecs.LogDrivers.aws_logs(stream_prefix="shop"))
    return task_definition


# A class in place of FargateService.
DiagnosedFargateService(
    stack,
    "Api",
    cluster=cluster,
    task_definition=task("Api"),
    desired_count=2,
    min_healthy_percent=100,
    circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True),
    diagnosis=EcsDeploymentDiagnosisOptions(
        stuck_after=Duration.minutes(10),
        timeout=Duration.minutes(30),
        on_timeout=OnTimeout.FAIL,
        causes={"app-crashed": CausePolicy.fail_at_once(), "spot-interruption": CausePolicy.never()},
        redact=["acct-\\d+"],
    ),
)

# Attached to a service that another construct makes.
web = patterns.ApplicationLoadBalancedFargateService(
    stack,
    "Web",
    cluster=cluster,
    task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(image=image),
    min_healthy_percent=100,
)
EcsDeploymentDiagnosis(stack, "WebDiagnosis", service=web.service, mode=DiagnosisMode.REPORT, log_lines=0)

# As a mixin, on one service.
worker = ecs.FargateService(stack, "Worker", cluster=cluster, task_definition=task("Worker"), min_healthy_percent=100)
worker.with_(DiagnoseDeployments(log_lines=40))

# By the line for the whole app, and left out by it.
for name in ["Mail", "Legacy"]:
    ecs.FargateService(stack, name, cluster=cluster, task_definition=task(name), min_healthy_percent=100)

app.synth()
