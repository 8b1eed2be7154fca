import { About } from '../../../model';

export const about: About = {
  meaning: 'The application looks up the name of its own container, which the DNS of the VPC does not know.',
  why: [
    'enableDnsHostnames or enableDnsSupport of the VPC is off',
    'the program looks its own name up for JMX, clustering or its log',
  ],
  remedy: 'Set enableDnsHostnames and enableDnsSupport of the VPC, or tell the program which name or address to use.',
};
