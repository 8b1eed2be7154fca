# Follows each deployment of a service, and fails the apply with the root cause if the deployment fails.
terraform {
  required_version = ">= 1.4"
}

variable "cluster" {
  description = "Name or ARN of the cluster"
  type        = string
}

variable "service" {
  description = "Name or ARN of the service"
  type        = string
}

variable "task_definition" {
  description = "FAMILY:REVISION or ARN of the revision that the service deploys"
  type        = string
}

variable "timeout" {
  description = "Follow no longer than this, such as 90s, 20m or 2h"
  type        = string
  default     = "20m"
}

# It is a part of the command that the shell runs: never a text that somebody else can choose.
variable "ecs_why" {
  description = "How to run ecs-why, such as node CHECKOUT/assets/ecs-why/ecs-why.js"
  type        = string
  default     = "npx --yes --legacy-peer-deps --package cdk-diagnosed-fargate@0.0.0 -- ecs-why"
}

resource "terraform_data" "follow" {
  # A new revision is a new deployment. After a failure Terraform follows again at the next apply.
  triggers_replace = [var.cluster, var.service, var.task_definition]

  provisioner "local-exec" {
    command = "${var.ecs_why} follow --task-definition \"$TASK_DEFINITION\" --timeout \"$TIMEOUT\" -- \"$CLUSTER\" \"$SERVICE\""
    environment = {
      CLUSTER         = var.cluster
      SERVICE         = var.service
      TASK_DEFINITION = var.task_definition
      TIMEOUT         = var.timeout
    }
  }
}
