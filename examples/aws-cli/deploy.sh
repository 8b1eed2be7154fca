#!/usr/bin/env bash
# deploy.sh CLUSTER SERVICE TASK_DEFINITION.json
set -euo pipefail
cluster=$1 service=$2 file=$3

revision=$(aws ecs register-task-definition --cli-input-json "file://$file" --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster "$cluster" --service "$service" --task-definition "$revision" --query service.serviceArn --output text

# In place of: aws ecs wait services-stable
npx --yes --legacy-peer-deps --package cdk-diagnosed-fargate@0.0.0 -- \
  ecs-why follow --task-definition "$revision" --timeout 20m --html ecs-why.html -- "$cluster" "$service"
