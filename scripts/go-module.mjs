/*
 * Finishes the Go module that jsii-pacmak generates.
 *   node scripts/go-module.mjs DIRECTORY   also builds it
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Go modules of aws-cdk-lib before 2.241 do not compile with constructs 10.5.1 (`With` is ambiguous in their generated code); 2.244 brings `Mixins`. */
export const GO_CDK_FLOOR = '2.244.0';

export function finishGoModule(directory) {
  const file = join(directory, 'go.mod');
  const text = readFileSync(file, 'utf8')
    .replace(/(aws-cdk-go\/awscdk\/v2 )v[\d.]+/, `$1v${GO_CDK_FLOOR}`)
    // Pins of what aws-cdk-lib depends on, as npm happens to have installed it here; its own Go module says what it needs.
    .replace(/^.*\/\/ indirect\n/gm, '');
  writeFileSync(file, text);
}

if (process.argv[1] === import.meta.filename) {
  const [directory] = process.argv.slice(2);
  finishGoModule(directory);
  for (const args of [['mod', 'tidy'], ['build', './...']]) execFileSync('go', args, { cwd: directory, stdio: 'inherit' });
}
