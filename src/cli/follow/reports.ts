import { FollowState } from './model';
import { outcomeWords, shortName } from './text';
import { flat } from '../../presentation/plain';
import { Report } from '../report';

/** The services at the end, for the page, the annotations and the recordings. */
export function reportsOf(state: FollowState): readonly Report[] {
  return [...state.services.values()].flatMap((followed) => {
    const { failed, cluster, timeline, ending } = followed;
    const { frame, diagnosis } = failed ?? followed;
    if (!frame || !diagnosis) return [];
    const because = ending?.because ? `: ${flat(ending.because)}` : '';
    return [{
      name: { cluster, service: shortName(followed) },
      frame,
      timeline,
      diagnosis,
      lines: [`${shortName(followed)}: ${outcomeWords(followed)}${because}`],
      ...(failed && { context: { because: failed.because }, diagnosedAt: failed.at }),
    }];
  });
}
