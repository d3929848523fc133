export { fingerprintOf, NodeSealing } from './node-sealing.ts';
