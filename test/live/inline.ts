import { aws_lambda as lambda, aws_logs as logs, RemovalPolicy, Stack } from 'aws-cdk-lib';

/** A function without an asset. Its log group goes with the stack. */
export function inlineFunction(stack: Stack, id: string, code: string, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(code),
    logGroup: new logs.LogGroup(stack, `${id}Log`, { retention: logs.RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY }),
    ...props,
  });
}
