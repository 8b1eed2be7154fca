import { AwsError } from '../world';
import { readDefinition } from './definition-check';
import { arnOf, machineOf, nowOf, removeIfIdle, StateMachine, StatesLab } from './model';

interface Encryption {
  readonly kmsKeyId?: string;
}

export function stateMachineOperations(lab: StatesLab) {
  const { clock, machines } = lab;
  return {
    async CreateStateMachine(input: { name: string; definition: string; roleArn: string; encryptionConfiguration?: Encryption }) {
      const definition = await clock.hold(readDefinition(input.definition));
      const arn = arnOf(lab, 'stateMachine', input.name);
      if (machines.has(arn)) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
      const machine: StateMachine = {
        arn,
        name: input.name,
        roleArn: input.roleArn,
        kmsKeyId: input.encryptionConfiguration?.kmsKeyId,
        definition,
        definitionText: input.definition,
        status: 'ACTIVE',
        created: nowOf(lab),
      };
      machines.set(arn, machine);
      return { stateMachineArn: arn, creationDate: machine.created };
    },
    async UpdateStateMachine(input: { stateMachineArn: string; definition?: string; encryptionConfiguration?: Encryption }) {
      const machine = machineOf(lab, input.stateMachineArn);
      if (input.encryptionConfiguration) machine.kmsKeyId = input.encryptionConfiguration.kmsKeyId;
      if (input.definition !== undefined) {
        machine.definition = await clock.hold(readDefinition(input.definition));
        machine.definitionText = input.definition;
      }
      return { updateDate: nowOf(lab) };
    },
    DeleteStateMachine(input: { stateMachineArn: string }) {
      const machine = machines.get(input.stateMachineArn);
      if (machine) {
        machine.status = 'DELETING';
        removeIfIdle(lab, machine);
      }
      return {};
    },
    DescribeStateMachine(input: { stateMachineArn: string }) {
      const { arn, name, status, definitionText, roleArn, created } = machineOf(lab, input.stateMachineArn);
      return { stateMachineArn: arn, name, status, definition: definitionText, roleArn, type: 'STANDARD', creationDate: created };
    },
  };
}
