import * as cdk from 'aws-cdk-lib';

const classes = new Map<string, unknown>();

/**
 * Classes of aws-cdk-lib whose members are called for every service, each looked up once. Its indexes look a class up anew at every mention
 * (a chain of `require`), which for a hundred services takes longer than what is then called. Only what is mentioned is loaded.
 */
export const core: typeof cdk = new Proxy({} as typeof cdk, {
  get(_, name: string) {
    const known = classes.get(name) ?? Reflect.get(cdk, name);
    classes.set(name, known);
    return known;
  },
});
