import { FoundService } from '../service/find-service';

/** Who attached a diagnosis; the later ones are more explicit. */
export enum Attached { BY_ASPECT, BY_MIXIN, BY_NAME, BY_SERVICE }

const LEAVE_OUT = (path: string) => `leave it out with exclude: ['${path}'] of DiagnoseDeployments`;

const REMEDIES: { readonly [who in Attached]: (path: string) => string } = {
  [Attached.BY_ASPECT]: LEAVE_OUT,
  [Attached.BY_MIXIN]: LEAVE_OUT,
  [Attached.BY_NAME]: () => 'remove the diagnosis or set enabled: false',
  [Attached.BY_SERVICE]: () => 'set diagnosis: { enabled: false }',
};

/** Text of the error, with the remedy for the way in which the diagnosis was attached. */
export function cannotBeDiagnosed({ host: { node: { path } } }: FoundService, problem: string, who: Attached): string {
  return `${path} cannot be diagnosed, because ${problem}; ${REMEDIES[who](path)}`;
}
