/** Attributes without namespace, by element; what is not listed is named. */
export const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  scxml: ['initial', 'name', 'version', 'datamodel', 'binding', 'exmode'],
  state: ['id', 'initial'],
  parallel: ['id'],
  final: ['id'],
  history: ['id', 'type'],
  transition: ['event', 'cond', 'target', 'type'],
  raise: ['event'],
  if: ['cond'],
  elseif: ['cond'],
  foreach: ['array', 'item', 'index'],
  log: ['label', 'expr'],
  assign: ['location', 'expr', 'attr', 'type'],
  send: [
    ...['event', 'eventexpr', 'target', 'targetexpr', 'type', 'typeexpr', 'id', 'idlocation'],
    ...['delay', 'delayexpr', 'namelist'],
  ],
  cancel: ['sendid', 'sendidexpr'],
  param: ['name', 'expr', 'location'],
  content: ['expr'],
  data: ['id', 'expr', 'src'],
  script: ['src'],
  invoke: ['type', 'typeexpr', 'src', 'srcexpr', 'id', 'idlocation', 'namelist', 'autoforward'],
  'parley:transition': ['event', 'cond', 'target', 'type'],
  'parley:after': ['delay', 'cond', 'target', 'type'],
  'parley:unset': ['location'],
  'parley:effect': ['type', 'fields', 'capture'],
  'parley:action': ['json'],
  'parley:machine': ['name'],
};

/** Attributes of our namespace that say how something is written, and are no keys of the core. */
export const MARKS: ReadonlySet<string> = new Set(['core', 'block', 'form', 'kind']);

export const ACTIONS: readonly string[] = [
  ...['raise', 'send', 'cancel', 'assign', 'if', 'foreach', 'log', 'script'],
  ...['parley:unset', 'parley:effect', 'parley:action'],
];
