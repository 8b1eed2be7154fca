package shop;

import io.github.cdkdiagnosedfargate.CausePolicy;
import io.github.cdkdiagnosedfargate.DeploymentWatcher;
import io.github.cdkdiagnosedfargate.DeploymentWatcherProps;
import io.github.cdkdiagnosedfargate.DiagnoseDeployments;
import io.github.cdkdiagnosedfargate.DiagnosedFargateService;
import io.github.cdkdiagnosedfargate.DiagnosisMode;
import io.github.cdkdiagnosedfargate.EcsDeploymentDiagnosis;
import io.github.cdkdiagnosedfargate.EcsDeploymentDiagnosisOptions;
import io.github.cdkdiagnosedfargate.OnTimeout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.ecs.patterns.ApplicationLoadBalancedFargateService;
import software.amazon.awscdk.services.ecs.patterns.ApplicationLoadBalancedTaskImageOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;

public final class ShopApp {
    private static final ContainerImage IMAGE = ContainerImage.fromRegistry("public.ecr.aws/docker/library/nginx:1.27");

    private final Stack stack;
    private final Cluster cluster;

    private ShopApp(final App app) {
        // One line for the whole app: services that have no diagnosis of their own get one.
        Aspects.of(app).add(DiagnoseDeployments.Builder.create().failureThreshold(3).exclude(List.of("Shop/Legacy")).build());

        stack = new Stack(app, "Shop");
        DeploymentWatcher.configure(stack, DeploymentWatcherProps.builder()
            .logGroup(LogGroup.Builder.create(stack, "Diagnoses").retention(RetentionDays.ONE_YEAR).build())
            .build());
        cluster = Cluster.Builder.create(stack, "Cluster")
            .vpc(Vpc.Builder.create(stack, "Vpc").maxAzs(2).natGateways(1).build())
            .build();

        // A class in place of FargateService.
        DiagnosedFargateService.Builder.create(stack, "Api")
            .cluster(cluster)
            .taskDefinition(task("Api"))
            .desiredCount(2)
            .minHealthyPercent(100)
            .circuitBreaker(DeploymentCircuitBreaker.builder().rollback(true).build())
            .diagnosis(EcsDeploymentDiagnosisOptions.builder()
                .stuckAfter(Duration.minutes(10))
                .timeout(Duration.minutes(30))
                .onTimeout(OnTimeout.FAIL)
                .causes(Map.of("app-crashed", CausePolicy.failAtOnce(), "spot-interruption", CausePolicy.never()))
                .redact(List.of("acct-\\d+"))
                .build())
            .build();

        // Attached to a service that another construct makes.
        ApplicationLoadBalancedFargateService web = ApplicationLoadBalancedFargateService.Builder.create(stack, "Web")
            .cluster(cluster)
            .taskImageOptions(ApplicationLoadBalancedTaskImageOptions.builder().image(IMAGE).build())
            .minHealthyPercent(100)
            .build();
        EcsDeploymentDiagnosis.Builder.create(stack, "WebDiagnosis")
            .service(web.getService())
            .mode(DiagnosisMode.REPORT)
            .logLines(0)
            .build();

        // As a mixin, on one service.
        service("Worker").with(DiagnoseDeployments.Builder.create().logLines(40).build());

        // By the line for the whole app, and left out by it.
        service("Mail");
        service("Legacy");
    }

    private FargateTaskDefinition task(final String name) {
        FargateTaskDefinition task = new FargateTaskDefinition(stack, name + "Task");
        task.addContainer("app", ContainerDefinitionOptions.builder()
            .image(IMAGE)
            .logging(LogDrivers.awsLogs(AwsLogDriverProps.builder().streamPrefix("shop").build()))
            .build());
        return task;
    }

    private FargateService service(final String name) {
        // First the task definition, as in the other languages: logical ids do not depend on the order, the template's does.
        FargateTaskDefinition task = task(name);
        return FargateService.Builder.create(stack, name).cluster(cluster).taskDefinition(task).minHealthyPercent(100).build();
    }

    public static void main(final String[] args) {
        App app = new App();
        new ShopApp(app);
        app.synth();
    }
}
