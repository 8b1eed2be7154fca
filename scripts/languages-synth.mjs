import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * By language: installs the built package beside these versions of aws-cdk-lib and constructs, and synthesizes the app in `app` to `out`.
 */
export const synthesizers = {
  typescript({ app, out, dist, root, versions, run }) {
    const tarball = join(dist, readdirSync(dist).find((name) => name.endsWith('.tgz')));
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'shop', private: true }));
    const exact = ['aws-cdk-lib', 'constructs'].map((name) => `${name}@${versions[name]}`);
    run(app, 'npm', 'install', '--silent', '--no-audit', '--no-fund', tarball, ...exact);
    run(app, join(root, 'node_modules/.bin/tsc'), '-p', '.', '--typeRoots', join(root, 'node_modules', '@types'));
    run(app, process.execPath, 'app.js', { CDK_OUTDIR: out });
  },

  python({ app, out, dist, versions, run }) {
    const wheel = join(dist, readdirSync(dist).find((name) => name.endsWith('.whl')));
    run(app, 'python3', '-m', 'venv', '.venv');
    const python = join(app, '.venv', 'bin', 'python');
    const peers = [`aws-cdk-lib==${versions['aws-cdk-lib']}`, `constructs==${versions.constructs}`];
    run(app, python, '-m', 'pip', 'install', '--quiet', wheel, ...peers);
    run(app, python, 'app.py', { CDK_OUTDIR: out });
  },

  java({ app, out, dist, versions, manifest, run }) {
    const pom = join(app, 'pom.xml');
    const repository = `<repositories><repository><id>built</id><url>file://${dist}</url></repository></repositories>`;
    writeFileSync(pom, readFileSync(pom, 'utf8').replace('<dependencies>', `${repository}\n  <dependencies>`));
    const properties = [
      `cdk.version=${versions['aws-cdk-lib']}`,
      `constructs.version=${versions.constructs}`,
      `diagnosed.version=${manifest.version}`,
    ];
    const { groupId, artifactId } = manifest.jsii.targets.java.maven;
    try {
      run(app, 'mvn', '-B', '-q', ...properties.map((property) => `-D${property}`), 'compile', 'exec:java', { CDK_OUTDIR: out });
    } finally {
      rmSync(join(homedir(), '.m2', 'repository', ...groupId.split('.'), artifactId, manifest.version), { recursive: true, force: true });
    }
  },

  go({ app, out, dist, versions, manifest, run }) {
    const { moduleName, packageName } = manifest.jsii.targets.go;
    const module = join(dist, packageName);
    run(app, 'go', 'mod', 'edit', `-replace=${moduleName}/${packageName}=${module}`,
      `-require=github.com/aws/aws-cdk-go/awscdk/v2@v${versions['aws-cdk-lib']}`,
      `-require=github.com/aws/constructs-go/constructs/v10@v${versions.constructs}`);
    run(app, 'go', 'mod', 'tidy');
    run(app, 'go', 'run', '.', { CDK_OUTDIR: out });
  },
};
