import {
  DescribeNatGateways$, DescribeNetworkAcls$, DescribeRouteTables$, DescribeSecurityGroups$, DescribeSubnets$, DescribeVpcAttribute$,
  DescribeVpcEndpoints$,
} from '@aws-sdk/client-ec2';
import { createEc2 } from '.';
import { LabVpc } from './model';
import { LabService } from '../options';
import { operationsOf } from '../wire/schema';

/** For the option `services` of a lab. */
export function ec2(...vpcs: readonly LabVpc[]): LabService {
  return {
    wire: {
      name: 'ec2',
      protocol: 'ec2',
      key: '2016-11-15',
      format: 'http://ec2.amazonaws.com/doc/2016-11-15/',
      iamPrefix: 'ec2',
      throttle: { code: 'RequestLimitExceeded', message: 'Request limit exceeded.' },
      schemas: operationsOf({
        DescribeNatGateways$, DescribeNetworkAcls$, DescribeRouteTables$, DescribeSecurityGroups$, DescribeSubnets$, DescribeVpcAttribute$,
        DescribeVpcEndpoints$,
      }),
    },
    create: (world) => createEc2(world, vpcs),
  };
}
