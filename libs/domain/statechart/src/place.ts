import type { Findings } from './findings.ts';
import { itemStep } from './pointer.ts';
import type { ListName } from './pointer.ts';

/** A node that may say where its author wrote it. */
export interface Placed {
  readonly at?: string;
}

/** Where a node stands: in the core text, and in the text that its author wrote. */
export class Place {
  /** The author's own pointer, or that in the core text. */
  readonly at: string;
  /** The pointer in the core text. */
  private readonly here: string;
  private readonly isAuthored: boolean;

  private constructor(at: string, here: string, isAuthored: boolean) {
    this.at = at;
    this.here = here;
    this.isAuthored = isAuthored;
  }

  static at(pointer: string): Place {
    return new Place(pointer, pointer, false);
  }

  static of(node: Placed, here: string, findings: Findings): Place {
    const { at } = node;
    if (at === undefined) return new Place(here, here, false);
    return findings.isPlaced(node) ? new Place(at, at, false) : new Place(at, here, true);
  }

  /** Where a member is reported: an author's pointer names the whole node, our own can be continued. */
  spot(member: string): string {
    return this.isAuthored ? this.at : `${this.at}/${member}`;
  }

  /** Where a member stands in the core text. */
  inside(member: string): string {
    return `${this.here}/${member}`;
  }

  /** Where an item of a list that it holds stands in the core text. */
  item(list: ListName, index: number): string {
    return this.here + itemStep(list, index);
  }

  /** A member that cannot say itself where its author wrote it. */
  member(name: string): Place {
    return new Place(this.spot(name), `${this.here}/${name}`, false);
  }

  /** The same of an item. */
  itemPlace(list: ListName, index: number): Place {
    const step = itemStep(list, index);
    return new Place(this.isAuthored ? this.at : this.at + step, this.here + step, false);
  }
}
