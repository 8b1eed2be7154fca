import { join } from 'path';
import { builtPackage } from './package';
import { inFreshProcess } from '../fresh-process';
import { rounded } from '../print';
import { Limit, Section } from '../section';
import { median } from '../statistics';

interface Synthesized {
  readonly ms: number;
  /** Of all threads, those that compile and collect garbage too: other work on the machine changes it less. */
  readonly cpuMs: number;
  readonly bytes: number;
  readonly resources: number;
  readonly largestBytes: number;
}

/** Services of the app, and the limit of the time that diagnoses add to its synthesis: see docs/decisions/0006-plain-synthesis.md. */
const SIZES = [{ services: 1, atMost: 1.1 }, { services: 10, atMost: 1.1 }, { services: 100, atMost: 1.15 }];
/** The quick form is a few pairs on a machine that may do other work. */
const QUICK_MARGIN = 0.1;

interface Ratios {
  readonly services: number;
  readonly atMost: number;
  readonly ratio: number;
  readonly cpuRatio: number;
}

export const synthesis: Section = {
  key: 'synthesis',
  title: 'Synthesis',
  method: 'An app as `cdk init` makes it, of ordinary services (one container that logs, behind a load balancer, ten a stack), is built and '
    + 'synthesized in fresh processes, with FargateService and with DiagnosedFargateService in turn. The ratio is the median of the ratios of '
    + 'neighbours, of the time on the clock and of that of the processor. Import: time to load the package after aws-cdk-lib/aws-ecs.',
  async run({ quick }) {
    const lib = await builtPackage(join(__dirname, '..', '..'));
    const sizes = SIZES.map(({ services, atMost }) => {
      const pairs = Array.from({ length: runs(services, quick) }, (_, i) => pair(services, lib, i % 2 === 0));
      const [plain, diagnosed] = [pairs[0].plain, pairs[0].diagnosed];
      return {
        services,
        atMost,
        plainMs: rounded(median(pairs.map((p) => p.plain.ms))),
        diagnosedMs: rounded(median(pairs.map((p) => p.diagnosed.ms))),
        ratio: rounded(median(pairs.map((p) => p.diagnosed.ms / p.plain.ms))),
        cpuRatio: rounded(median(pairs.map((p) => p.diagnosed.cpuMs / p.plain.cpuMs))),
        plainKB: kb(plain.bytes),
        diagnosedKB: kb(diagnosed.bytes),
        largestTemplateKB: kb(diagnosed.largestBytes),
        plainResources: plain.resources,
        diagnosedResources: diagnosed.resources,
      };
    });
    const imported = (kind: string) => inFreshProcess<{ bare: number; added: number }>('synthesis/probe', kind, '', lib);
    const imports = (kind: string) => Array.from({ length: quick ? 5 : 21 }, () => imported(kind));
    const [bare, used] = [imports('import'), imports('import-after-use')];
    const importMs = median(bare.map(({ added }) => added));
    const at100 = sizes.find(({ services }) => services === 100)!;
    return {
      json: {
        ratioAt100: at100.ratio,
        importMs: rounded(importMs),
        importMsAfterUse: rounded(median(used.map(({ added }) => added))),
        sizes,
      },
      tables: [
        {
          title: 'Build and synthesize',
          columns: ['services', 'FargateService ms', 'diagnosed ms', 'ratio', 'of CPU time', 'templates KB', 'diagnosed KB', 'resources', 'diagnosed'],
          rows: sizes.map((s) => [
            s.services, s.plainMs, s.diagnosedMs, s.ratio, s.cpuRatio, s.plainKB, s.diagnosedKB, s.plainResources, s.diagnosedResources,
          ]),
          note: 'Each service adds its custom resource, which carries the properties of the service; each stack adds one function and one state '
            + `machine with their permissions. Largest template at 100 services: ${at100.largestTemplateKB} KB (CloudFormation takes 1,000).`,
        },
        {
          title: 'Import',
          columns: ['where this is loaded', 'it took ms', 'the package adds ms'],
          rows: [
            ['aws-cdk-lib/aws-ecs, no member read', rounded(median(bare.map((r) => r.bare))), rounded(importMs)],
            ['its FargateService, which loads what it needs', rounded(median(used.map((r) => r.bare))), rounded(median(used.map((r) => r.added)))],
          ],
        },
      ],
      limits: [
        ...sizes.map((size) => limit(size, quick)),
        // A ratio of one run, because machines of different speed run the quick form.
        { figure: 'import, of the time to synthesize 1 service without diagnosis', value: rounded(importMs / sizes[0].plainMs), atMost: 0.15 },
        ...quick ? [] : [{ figure: 'import, ms added', value: importMs, atMost: 50 }],
      ],
    };
  },
};

/** Of the quick form the time of the processor, because other work on the machine changes it less. */
function limit({ services, ratio, cpuRatio, atMost }: Ratios, quick: boolean): Limit {
  const time = quick ? 'CPU time' : 'time';
  return {
    figure: `${time} to synthesize ${services} ${services === 1 ? 'service' : 'services'}, of that without diagnosis`,
    value: quick ? cpuRatio : ratio,
    atMost: rounded(quick ? atMost + QUICK_MARGIN : atMost),
  };
}

function runs(services: number, quick: boolean): number {
  if (services === 100) return quick ? 3 : 41;
  return quick ? 5 : 15;
}

function pair(services: number, lib: string, plainFirst: boolean): { readonly plain: Synthesized; readonly diagnosed: Synthesized } {
  const run = (kind: string) => inFreshProcess<Synthesized>('synthesis/probe', kind, String(services), lib);
  const first = run(plainFirst ? 'plain' : 'diagnosed');
  const second = run(plainFirst ? 'diagnosed' : 'plain');
  return plainFirst ? { plain: first, diagnosed: second } : { plain: second, diagnosed: first };
}

function kb(bytes: number): number {
  return rounded(bytes / 1000);
}
