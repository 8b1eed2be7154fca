#!/usr/bin/env bash
# deploy.sh STACK TEMPLATE IMAGE_TAG CLUSTER SERVICE
set -euo pipefail
stack=$1 template=$2 tag=$3 cluster=$4 service=$5

began=$(date -u +%Y-%m-%dT%H:%M:%SZ)
aws cloudformation update-stack --stack-name "$stack" --template-body "file://$template" \
  --parameters "ParameterKey=ImageTag,ParameterValue=$tag" --deployment-config Mode=EXPRESS --query StackId --output text

# CloudFormation waits for nothing in this mode: the stack is complete as soon as ECS has accepted the update.
npx --yes --legacy-peer-deps --package cdk-diagnosed-fargate@0.0.0 -- \
  ecs-why follow --since "$began" --wait 10m --timeout 20m --html ecs-why.html -- "$cluster" "$service"
