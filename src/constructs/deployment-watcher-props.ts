import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';

/** How the function and the state machine that watch the deployments of a stack are set up. */
export interface DeploymentWatcherProps {
  /**
   * Log group of the function, for example one with your own key or another retention, or one for several stacks. The full diagnosis is
   * in it, so it should outlive the stack.
   *
   * @default - one log group for each stack, kept for 30 days and retained when the stack is deleted
   */
  readonly logGroup?: ILogGroup;

  /**
   * Your KMS key. It encrypts the executions of the state machine, whose input holds the presigned URL for the answer to CloudFormation,
   * and the log of the function, unless you give a `logGroup`. The roles of the watcher may use it for this state machine only.
   *
   * A key of the app gets one more statement in its policy, by which CloudWatch Logs may encrypt the log groups of watchers. The policy of
   * an imported key stays as it is: it must permit that, and it must permit IAM policies of the account (as that of `kms.Key` does).
   * Keep the key for as long as the log. The role that deploys the stack needs `kms:DescribeKey`, `kms:GenerateDataKey` and `kms:Decrypt`.
   *
   * @default - keys that AWS owns
   */
  readonly encryptionKey?: IKey;

  /**
   * VPC of the function, for accounts in which every function must be in a VPC. The function must reach CloudFormation, Amazon ECS, Elastic
   * Load Balancing, CloudWatch Logs and Step Functions. It must also reach Amazon S3, to which it sends its answer: without an answer
   * CloudFormation waits an hour and then fails the stack operation. If an S3 endpoint has a policy, the policy must allow the bucket
   * `cloudformation-custom-resource-response-REGION`, with the Region without hyphens (AWS CloudFormation User Guide, VPC endpoints).
   * Make the first deployment with `DiagnosisMode.REPORT`, where an hour does no harm, and read the log of the function. AWS may take half
   * an hour to delete a function in a VPC.
   *
   * @default - the function is in no VPC
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of the function; only with `vpc`.
   *
   * @default - the private subnets, as `aws_lambda.Function` selects them
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the function; only with `vpc`.
   *
   * @default - a security group of its own
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Role of the function, for accounts in which roles are made elsewhere. Nothing is added to it. It must permit the calls that
   * `SECURITY.md` lists, and `lambda.amazonaws.com` must be allowed to assume it.
   *
   * @default - one role for each stack, which permits only these calls, for the clusters and log groups of the stack
   */
  readonly functionRole?: IRole;

  /**
   * Role of the state machine, which invokes the function. Nothing is added to it. It must permit `lambda:InvokeFunction` on the function,
   * whose name begins with that of the stack and contains `-EcsDeploymentDiagnosis-`. With an `encryptionKey`, it must also permit
   * `kms:Decrypt` and `kms:GenerateDataKey` on the key. `states.amazonaws.com` must be allowed to assume it. Without these permissions
   * CloudFormation gets no answer: it waits an hour and then fails the stack operation.
   *
   * @default - one role for each stack, which permits only to invoke the function
   */
  readonly stateMachineRole?: IRole;

  /**
   * CPU architecture of the function. AWS Lambda offers x86_64 in every Region; arm64 would save about $0.00003 a deployment.
   *
   * @default Architecture.X86_64
   */
  readonly architecture?: Architecture;
}
