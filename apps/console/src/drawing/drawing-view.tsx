import { useEffect, useRef, useState } from 'preact/hooks';
import { curveThrough } from './curve-through.ts';
import type { Frame, Point, Scene, SceneEdge, SceneNode } from './scene.ts';

interface DrawingProps {
  readonly scene: Scene;
  /** Active now. */
  readonly active?: ReadonlySet<string>;
  /** Places in the text of the transitions that were taken last. */
  readonly taken?: ReadonlySet<string>;
  readonly onState?: (pointer: string) => void;
}

/** Smaller than this nobody reads it: what does not fit is scrolled to. */
const READABLE = 0.8;
const ZOOMS = [0.4, 0.55, 0.7, 0.85, 1, 1.25, 1.5];
const none: ReadonlySet<string> = new Set();

/** The machine as a picture, and the same as a list. */
export function DrawingView({ scene, active = none, taken = none, onState }: DrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number | 'fit' | null>(null);
  const width = useWidth(frame);
  const fit = Math.min(1, Math.max(0.3, (width - 2) / scene.width));
  const scale = zoom === 'fit' ? fit : (zoom ?? Math.max(fit, READABLE));
  const focus = centreOf(scene, active);
  useEffect(() => {
    const { current } = frame;
    current?.scrollTo(focus.x * scale - current.clientWidth / 2, focus.y * scale - current.clientHeight / 2);
  }, [focus.x, focus.y, scale, width]);
  const step = (by: 1 | -1): void => {
    const next = by > 0 ? ZOOMS.find((one) => one > scale + 0.01) : ZOOMS.findLast((one) => one < scale - 0.01);
    if (next !== undefined) setZoom(next);
  };
  const isFrame = (state: string): boolean => active.has(state);
  return (
    <div class="drawing">
      <div class="zoom" role="group" aria-label="Size of the drawing">
        <button type="button" class="link" onClick={() => step(-1)} aria-label="Smaller">
          −
        </button>
        <button type="button" class="link" onClick={() => setZoom('fit')}>
          Fit
        </button>
        <button type="button" class="link" onClick={() => step(1)} aria-label="Larger">
          +
        </button>
      </div>
      <div class="canvas" ref={frame} tabIndex={0} role="region" aria-label="Drawing of the machine">
        <svg
          width={scene.width * scale}
          height={scene.height * scale}
          viewBox={`0 0 ${scene.width} ${scene.height}`}
          role="img"
          aria-label={`A machine of ${scene.told.length} states. The list below says the same in words.`}
        >
          <defs>
            <Arrow id="arrow" />
            <Arrow id="arrow-taken" />
          </defs>
          {scene.frames.map((one) => (
            <FrameView key={one.state} frame={one} isActive={isFrame(one.state)} onState={onState} />
          ))}
          {scene.edges.map((edge, index) => (
            <EdgeView key={index} edge={edge} isTaken={edge.pointers.some((pointer) => taken.has(pointer))} />
          ))}
          {scene.nodes.map((node, index) => (
            <NodeView key={index} node={node} isActive={isState(node) && active.has(node.state)} onState={onState} />
          ))}
          {scene.edges.map((edge, index) => (
            <LabelView key={index} edge={edge} isTaken={edge.pointers.some((pointer) => taken.has(pointer))} />
          ))}
        </svg>
      </div>
      <StatesInWords scene={scene} active={active} onState={onState} />
    </div>
  );
}

/** What is looked at first: where it is, or where it begins. */
function centreOf({ nodes }: Scene, active: ReadonlySet<string>): Point {
  const node = nodes.find((one) => isState(one) && active.has(one.state)) ?? nodes.find(({ kind }) => kind === 'start');
  return node === undefined ? { x: 0, y: 0 } : { x: node.x + node.width / 2, y: node.y + node.height / 2 };
}

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (place.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 600));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
  return width;
}

function isState({ kind }: SceneNode): boolean {
  return kind !== 'start' && kind !== 'anywhere';
}

function Arrow({ id }: { readonly id: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="9"
      markerHeight="9"
      markerUnits="userSpaceOnUse"
      orient="auto-start-reverse"
    >
      <path d="M0 0.5 L8 4 L0 7.5 z" />
    </marker>
  );
}

interface Clickable {
  readonly isActive: boolean;
  readonly onState: ((pointer: string) => void) | undefined;
}

function FrameView({ frame, isActive, onState }: Clickable & { readonly frame: Frame }) {
  const { x, y, width, height, state, isRegion, isParallel, pointer } = frame;
  const looks = ['frame', isActive ? 'active' : '', isRegion ? 'side' : ''].join(' ');
  return (
    <g class={looks} onClick={pointer === null ? undefined : () => onState?.(pointer)}>
      <rect x={x} y={y} width={width} height={height} rx="10" />
      <text x={x + 10} y={y + 17}>
        {state}
        {isParallel ? ' (all at once)' : ''}
      </text>
    </g>
  );
}

function NodeView({ node, isActive, onState }: Clickable & { readonly node: SceneNode }) {
  const { kind, state, lines, x, y, width, height, pointer } = node;
  const middle = x + width / 2;
  if (kind === 'start') return <circle class="start" cx={middle} cy={y + height / 2} r="6" />;
  const looks = `node ${kind}${isActive ? ' active' : ''}`;
  const first = y + height / 2 - (lines.length - 1) * 7 + 4.5;
  return (
    <g
      class={looks}
      data-state={kind === 'anywhere' ? undefined : state}
      onClick={pointer === null ? undefined : () => onState?.(pointer)}
    >
      {kind === 'history' ? (
        <circle cx={middle} cy={y + height / 2} r={width / 2} />
      ) : (
        <rect x={x} y={y} width={width} height={height} rx={kind === 'anywhere' ? height / 2 : 8} />
      )}
      {kind === 'final' && <rect class="inner" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx="6" />}
      {lines.map((line, index) => (
        <text key={index} class={index === 0 ? 'name' : 'more'} x={middle} y={first + index * 14}>
          {line}
        </text>
      ))}
    </g>
  );
}

interface EdgeProps {
  readonly edge: SceneEdge;
  readonly isTaken: boolean;
}

function EdgeView({ edge, isTaken }: EdgeProps) {
  const looks = `edge${isTaken ? ' taken' : ''}${edge.isQuiet ? ' quiet' : ''}`;
  return <path class={looks} d={curveThrough(edge.points)} marker-end={`url(#arrow${isTaken ? '-taken' : ''})`} />;
}

function LabelView({ edge: { labels, at }, isTaken }: EdgeProps) {
  const first = at.y - (labels.length - 1) * 7 + 4;
  return (
    <g class={`label${isTaken ? ' taken' : ''}`}>
      {labels.map((line, index) => (
        <text key={index} x={at.x} y={first + index * 14}>
          {line}
        </text>
      ))}
    </g>
  );
}

interface InWordsProps {
  readonly scene: Scene;
  readonly active: ReadonlySet<string>;
  readonly onState: ((pointer: string) => void) | undefined;
}

function StatesInWords({ scene, active, onState }: InWordsProps) {
  return (
    <details class="in-words">
      <summary>The {scene.told.length} states in words</summary>
      <ul>
        {scene.told.map(({ state, type, depth, pointer, leads }) => (
          <li key={pointer} class={`depth-${Math.min(depth, 4)}`}>
            {onState === undefined ? (
              <b>{state}</b>
            ) : (
              <button type="button" class="link" onClick={() => onState(pointer)}>
                {state}
              </button>
            )}{' '}
            <span class="help">
              {type}
              {active.has(state) ? ', active now' : ''}
            </span>
            {leads.length > 0 && <span class="leads">{leads.join(' · ')}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
