import { About } from '../../../model';

export const about: About = {
  meaning: 'DNS, network (2049), IAM, access point or a missing directory prevents the EFS mount.',
  why: [
    'no mount target in the subnet\'s zone, or not yet',
    'port 2049 is closed',
    'rootDirectory does not exist',
    'IAM authorization without ClientMount',
  ],
  remedy: 'fileSystem.connections.allowDefaultPortFrom(service), fileSystem.grantReadWrite(taskRole), an access point with createAcl, and a dependency on fileSystem.mountTargetsAvailable.',
};
