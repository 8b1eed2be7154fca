import { Frame } from './model';

/** Where frames come from: AWS itself (`facts/aws`) or a recording (`facts/replay`). */
export interface FrameSource {
  /** The facts as they are now; undefined when there are no more (the end of a recording). Never throws: what cannot be read stands in `frame.unavailable`. */
  next(): Promise<Frame | undefined>;
}
