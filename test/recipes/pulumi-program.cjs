/*
 * A program for Pulumi's engine: the component of examples/pulumi, with a service that is there in place of the one that the provider of AWS
 * would make. The engine, its host for Node.js and the command provider are Pulumi's own.
 */
const Module = require('module');
const pulumi = require('@pulumi/pulumi');

const { CLUSTER, SERVICE, REVISION } = process.env;

class FargateService extends pulumi.ComponentResource {
  constructor(name, args, options) {
    super('awsx:ecs:FargateService', name, {}, options);
    this.service = { cluster: pulumi.output(CLUSTER), name: pulumi.output(SERVICE), taskDefinition: pulumi.output(REVISION) };
    this.registerOutputs({});
  }
}

const load = Module._load;
Module._load = (request, ...more) => (request === '@pulumi/awsx' ? { ecs: { FargateService } } : load(request, ...more));
const { DiagnosedFargateService } = require('./diagnosed-fargate-service');

new DiagnosedFargateService('web', { cluster: CLUSTER, desiredCount: 2 });
