#!/usr/bin/env bash
# deploy.sh SERVICE_ARN CONTAINER.json
set -euo pipefail
service=$1 container=$2

began=$(date -u +%Y-%m-%dT%H:%M:%SZ)
aws ecs update-express-gateway-service --service-arn "$service" --primary-container "file://$container" --query service.serviceArn --output text

# The update only starts a deployment: a canary deployment, which bakes for six minutes.
npx --yes --legacy-peer-deps --package cdk-diagnosed-fargate@0.0.0 -- \
  ecs-why follow --since "$began" --timeout 30m --html ecs-why.html -- "$service"
