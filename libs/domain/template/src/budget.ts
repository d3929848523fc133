import { MAX_ITERATIONS, MAX_OUTPUT_LENGTH, MAX_WORK, TEXT_PER_WORK } from './limits.ts';
import { RenderFault } from './render-fault.ts';

/** What one rendering may still do. Counters, not a clock: the same template with the same values always ends alike. */
export class Budget {
  #output = MAX_OUTPUT_LENGTH;
  #iterations = MAX_ITERATIONS;
  #work = MAX_WORK;

  /** Pays for text that goes out. */
  write(length: number, at: number): void {
    this.#output -= length;
    if (!(this.#output >= 0))
      throw new RenderFault('template-output-too-long', at, `A text may have ${MAX_OUTPUT_LENGTH} characters.`);
  }

  /** Pays for one round of a loop. */
  iterate(at: number): void {
    this.#iterations -= 1;
    if (!(this.#iterations >= 0))
      throw new RenderFault('template-too-many-iterations', at, `Loops may take ${MAX_ITERATIONS} rounds together.`);
  }

  /** Pays for one step of work over `length` units of text. */
  work(length: number, at: number): void {
    this.walk(1 + Math.ceil(length / TEXT_PER_WORK), at);
  }

  /** Pays for `count` elements walked through. */
  walk(count: number, at: number): void {
    this.#work -= count;
    if (!(this.#work >= 0))
      throw new RenderFault('template-too-much-work', at, 'This template costs more than a text may.');
  }

  /** Pays for an intermediate text, before it is made. */
  make(length: number, at: number): void {
    this.fits(length, at);
    this.work(length, at);
  }

  /** Refuses a text that is growing too long, before it is made. */
  fits(length: number, at: number): void {
    if (!(length <= MAX_OUTPUT_LENGTH))
      throw new RenderFault('template-output-too-long', at, `A text may have ${MAX_OUTPUT_LENGTH} characters.`);
  }
}
