import { ServiceExplanation, StackOperation } from './model';
import { JunitCase } from '../../presentation/junit-xml';
import { caseOf } from '../output/junit';

/** A case for each service of the operation: those that were explained have failed. */
export function junitCases({ services }: StackOperation, explanations: readonly ServiceExplanation[]): readonly JunitCase[] {
  const explained = explanations.map(explainedCase);
  const others = services.filter(({ stackName, logicalId }) => (
    !explanations.some((one) => one.stackName === stackName && one.logicalId === logicalId)
  ));
  return [...explained, ...others.map(({ stackName, logicalId, status, ended }): JunitCase => {
    const last = ended?.status ?? status;
    const isComplete = last.endsWith('_COMPLETE');
    return { suite: stackName, name: logicalId, result: isComplete ? { kind: 'passed' } : { kind: 'skipped', message: last } };
  })];
}

function explainedCase({ stackName: suite, logicalId: name, status, stored, report }: ServiceExplanation): JunitCase {
  const head = stored?.lines[0] ?? status;
  const type = /\[([a-z][a-z0-9-]*)\]/.exec(head)?.[1] ?? 'failed';
  if (stored) return { suite, name, result: { kind: 'failure', message: head, type, text: stored.lines.join('\n') } };
  return report ? caseOf(report, { suite, name }) : { suite, name, result: { kind: 'error', message: status, type: 'not-read' } };
}
