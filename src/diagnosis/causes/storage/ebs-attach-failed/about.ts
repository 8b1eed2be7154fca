import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS could not set up the managed EBS volume: role, KMS key, quota, file system type or snapshot.',
  why: [
    'the infrastructure role lacks a permission',
    'the infrastructure role is not allowed to use the KMS key',
    'the snapshot, size or file system type does not fit',
  ],
  remedy: 'Give ServiceManagedVolume a role with AmazonECSInfrastructureRolePolicyForVolumes, and a key that this role is allowed to use.',
};
