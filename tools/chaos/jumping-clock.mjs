/** Loaded into a process before its program: SIGUSR2 puts its clock forward by an hour, SIGWINCH back by one. */
const hourMs = 3_600_000;
const { Date: RealDate } = globalThis;
let shiftMs = 0;

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Date.now()] : parts));
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};

process.on('SIGUSR2', () => (shiftMs += hourMs));
process.on('SIGWINCH', () => (shiftMs -= hourMs));
