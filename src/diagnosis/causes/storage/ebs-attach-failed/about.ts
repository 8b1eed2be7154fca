import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS could not set up the managed EBS volume: role, KMS key, quota, filesystem type or snapshot.',
  why: [
    'the infrastructure role lacks a permission',
    'a KMS key that it may not use',
    'a snapshot, size or file system type that does not fit',
  ],
  remedy: 'Give ServiceManagedVolume a role with AmazonECSInfrastructureRolePolicyForVolumes and a key that it may use.',
};
