/** A drawing that is laid out: everything has its place, in units of a pixel at full size. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Outer ones before what is inside them. */
  readonly frames: readonly Frame[];
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  /** Every state, in text order, for those who would rather read. */
  readonly told: readonly ToldState[];
}

/** A state with states inside. */
export interface Frame extends Box {
  readonly state: string;
  readonly isParallel: boolean;
  /** One of several that are active at once. */
  readonly isRegion: boolean;
  readonly pointer: string | null;
}

export interface SceneNode extends Box {
  /** `start`: where its parent begins. `anywhere`: whatever is inside its parent. */
  readonly kind: 'state' | 'final' | 'history' | 'start' | 'anywhere';
  readonly state: string;
  /** The name first. */
  readonly lines: readonly string[];
  readonly pointer: string | null;
}

export interface SceneEdge {
  readonly points: readonly Point[];
  readonly labels: readonly string[];
  /** The middle of the label. */
  readonly at: Point;
  /** Where the text has the transitions that it stands for. */
  readonly pointers: readonly string[];
  readonly isQuiet: boolean;
}

export interface ToldState {
  readonly state: string;
  readonly type: string;
  readonly depth: number;
  readonly pointer: string;
  /** `intent:yes → execute` */
  readonly leads: readonly string[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x` and `y` of its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
