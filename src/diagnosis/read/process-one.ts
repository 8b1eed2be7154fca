import { definitionOf } from './containers';
import { Frame } from '../../facts/model';

/** A program that has to be process 1 of its container (s6-overlay, systemd, runit), and what in the task definition takes that place. */
interface ProcessOne {
  readonly facts: readonly string[];
  readonly fix: string;
}

const OF_PROCESS_ONE = /\bpid ?1\b|\bprocess (?:no\.? |number )?1\b|\binit system\b/i;

/** undefined: the line is about something else. */
export function processOne(frame: Frame, container: string | undefined, line = ''): ProcessOne | undefined {
  if (!OF_PROCESS_ONE.test(line)) return undefined;
  const pidMode = frame.taskDefinition?.pidMode;
  const hasInit = definitionOf(frame, container)?.linuxParameters?.initProcessEnabled === true;
  // https://github.com/just-containers/s6-overlay/issues/559
  const facts = [
    ...(hasInit ? ['linuxParameters.initProcessEnabled is true: the init of the platform is process 1, not the program of the image'] : []),
    ...(pidMode ? [`pidMode is ${pidMode}: the containers share their processes, and process 1 is none of the program's`] : []),
  ];
  const ways = [
    ...(hasInit ? [`set initProcessEnabled: false in linuxParameters of addContainer('${container}')`] : []),
    ...(pidMode ? ['remove pidMode from the task definition'] : []),
  ];
  return {
    facts,
    fix: ways.length
      ? `${ways.join(' and ')}: the image brings its own init`
      : 'start the init of the image itself (ENTRYPOINT ["/init"]), not from a shell or another init:'
        + ' entryPoint and command of addContainer()',
  };
}
