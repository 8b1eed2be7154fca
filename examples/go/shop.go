package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
	diagnosed "github.com/cdk-diagnosed-fargate/cdk-diagnosed-fargate-go/cdkdiagnosedfargate"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	// One line for the whole app: services that have no diagnosis of their own get one.
	awscdk.Aspects_Of(app).Add(diagnosed.NewDiagnoseDeployments(&diagnosed.DiagnoseDeploymentsProps{
		FailureThreshold: jsii.Number(3),
		Exclude:          jsii.Strings("Shop/Legacy"),
	}), nil)

	stack := awscdk.NewStack(app, jsii.String("Shop"), nil)
	diagnosed.DeploymentWatcher_Configure(stack, &diagnosed.DeploymentWatcherProps{
		LogGroup: awslogs.NewLogGroup(stack, jsii.String("Diagnoses"), &awslogs.LogGroupProps{Retention: awslogs.RetentionDays_ONE_YEAR}),
	})
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
		Vpc: awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(1)}),
	})
	image := awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/docker/library/nginx:1.27"), nil)

	task := func(name string) awsecs.FargateTaskDefinition {
		taskDefinition := awsecs.NewFargateTaskDefinition(stack, jsii.String(name+"Task"), nil)
		taskDefinition.AddContainer(jsii.String("app"), &awsecs.ContainerDefinitionOptions{
			Image:   image,
			Logging: awsecs.LogDrivers_AwsLogs(&awsecs.AwsLogDriverProps{StreamPrefix: jsii.String("shop")}),
		})
		return taskDefinition
	}
	service := func(name string) awsecs.FargateService {
		return awsecs.NewFargateService(stack, jsii.String(name), &awsecs.FargateServiceProps{
			Cluster: cluster, TaskDefinition: task(name), MinHealthyPercent: jsii.Number(100),
		})
	}

	// A class in place of FargateService.
	diagnosed.NewDiagnosedFargateService(stack, jsii.String("Api"), &diagnosed.DiagnosedFargateServiceProps{
		Cluster:           cluster,
		TaskDefinition:    task("Api"),
		DesiredCount:      jsii.Number(2),
		MinHealthyPercent: jsii.Number(100),
		CircuitBreaker:    &awsecs.DeploymentCircuitBreaker{Rollback: jsii.Bool(true)},
		Diagnosis: &diagnosed.EcsDeploymentDiagnosisOptions{
			StuckAfter: awscdk.Duration_Minutes(jsii.Number(10)),
			Timeout:    awscdk.Duration_Minutes(jsii.Number(30)),
			OnTimeout:  diagnosed.OnTimeout_FAIL,
			Causes: &map[string]diagnosed.CausePolicy{
				"app-crashed":       diagnosed.CausePolicy_FailAtOnce(),
				"spot-interruption": diagnosed.CausePolicy_Never(),
			},
			Redact: jsii.Strings("acct-\\d+"),
		},
	})

	// Attached to a service that another construct makes.
	web := awsecspatterns.NewApplicationLoadBalancedFargateService(stack, jsii.String("Web"), &awsecspatterns.ApplicationLoadBalancedFargateServiceProps{
		Cluster:           cluster,
		TaskImageOptions:  &awsecspatterns.ApplicationLoadBalancedTaskImageOptions{Image: image},
		MinHealthyPercent: jsii.Number(100),
	})
	diagnosed.NewEcsDeploymentDiagnosis(stack, jsii.String("WebDiagnosis"), &diagnosed.EcsDeploymentDiagnosisProps{
		Service:  web.Service(),
		Mode:     diagnosed.DiagnosisMode_REPORT,
		LogLines: jsii.Number(0),
	})

	// As a mixin, on one service.
	service("Worker").With(diagnosed.NewDiagnoseDeployments(&diagnosed.DiagnoseDeploymentsProps{LogLines: jsii.Number(40)}))

	// By the line for the whole app, and left out by it.
	service("Mail")
	service("Legacy")

	app.Synth(nil)
}
