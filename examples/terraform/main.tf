terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

variable "image_tag" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "execution_role_arn" {
  type = string
}

data "aws_ecs_cluster" "prod" {
  cluster_name = "prod"
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = var.execution_role_arn
  container_definitions = jsonencode([{
    name      = "web"
    image     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:${var.image_tag}"
    essential = true
  }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = data.aws_ecs_cluster.prod.arn
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  # The module below waits, and knows why a deployment fails. This is the default.
  wait_for_steady_state = false

  network_configuration {
    subnets = var.subnets
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}

module "web_deployment" {
  source = "./follow"

  cluster         = aws_ecs_service.web.cluster
  service         = aws_ecs_service.web.name
  task_definition = aws_ecs_service.web.task_definition
}
