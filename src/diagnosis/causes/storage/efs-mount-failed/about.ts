import { About } from '../../../model';

export const about: About = {
  meaning: 'DNS, the network (port 2049), IAM, the access point or a missing directory prevents the EFS mount.',
  why: [
    'the zone of the subnet has no mount target, or not yet',
    'port 2049 is closed',
    'rootDirectory does not exist',
    'IAM authorization is on, but the task role lacks ClientMount',
  ],
  remedy: 'Check these: fileSystem.connections.allowDefaultPortFrom(service), fileSystem.grantReadWrite(taskRole), '
    + 'an access point with createAcl, and a dependency on fileSystem.mountTargetsAvailable.',
};
