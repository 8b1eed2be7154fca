import { redactor } from '../../src/presentation/redact';

const redact = redactor();

/** In the forms that the guides of the services show. */
const HOSTS = [
  'Shop-ApiLo-1NYDGZW62UFQX-892344810.eu-west-1.elb.amazonaws.com', 'internal-Shop-ApiLo-1NYDGZW62UFQX-892344810.cn-north-1.elb.amazonaws.com.cn',
  'Shop-Nlb-1NYDGZW62UFQ-0123456789abcdef.elb.eu-west-1.amazonaws.com', 'x7Fd3Kd9aB.eu-west-1.awsapprunner.com', 'd111111abcdef8.cloudfront.net',
  'aBcd1234ef.execute-api.eu-west-1.amazonaws.com', 'shop-dbInstance310a317f-kGh7aB3cD9eF2.c9akciq32rgz.eu-west-1.rds.amazonaws.com',
  'clustercfg.shop-Redis-aB3dE9fGh2KlQ8.Ab1cD2.euw1.cache.amazonaws.com', 'vpc-shop-search-Ab1cD2eF3gH4iJ5kL6mN7oP8qR.eu-west-1.es.amazonaws.com',
  'Ab1cD2eF3gH4iJ5kL6mN7oP8qR.lambda-url.eu-west-1.on.aws', 'Shop-Assets83908E77-1QX9Z3Kp7Ab2c.s3.eu-west-1.amazonaws.com',
];

describe.each(HOSTS)('the name of a host of AWS stays: %s', (host) => {
  test.each([
    'HOST', 'cannot reach HOST:5432.', 'http://HOST/health?x=1', 'dial tcp: lookup HOST: no such host', '{"url":"https:\\/\\/HOST\\/x"}', 'login: HOST:80', '{"login":"https://HOST/x"}',
    'redirect_uri=https%3A%2F%2FHOST%2Fx', 'upstream a/HOST',
  ])('%s', (text) => {
    const line = text.replace('HOST', host);
    expect(redact(line)).toBe(line);
  });

  const SECRET = 'aB3dE9fGh2KlQ8aR4dV6mPz7XtQ1'; // long enough to be one by its shape
  test.each(['SECRET@HOST', 'https://SECRET@HOST/', 'https://u:SECRET@HOST/', 'https://HOST/?token=SECRET', 'using SECRET/HOST', 'SECRET.HOST.example.org'])('but no secret beside it: %s', (text) => {
    expect(redact(text.replace('SECRET', SECRET).replace('HOST', host))).not.toContain(SECRET);
  });
});
