import type { CoreMachine, Limits } from './core-format.ts';
import type { Findings } from './findings.ts';
import { linkMachine } from './link.ts';
import { Program } from './machine.ts';
import { outlineMachine } from './outline.ts';
import type { Totals } from './outline.ts';
import type { Place } from './place.ts';
import { pointerStep } from './pointer.ts';

/** What holds for a machine and all machines inside it. */
export interface ProgramOptions {
  readonly findings: Findings;
  readonly faults: 'load' | 'run';
  readonly eventProcessors: readonly string[];
  /** Counted over all of them: the limits hold for the children together. */
  readonly totals: Totals;
}

/** What a machine finds around it. */
export interface Surroundings {
  /** Where it stands in the text. */
  readonly place: Place;
  readonly limits: Limits;
  readonly machines: ReadonlyMap<string, Program>;
}

/** Compiles a machine with the child machines inside it. Whether it can be used, `findings` say. */
export function linkProgram(
  program: Program,
  core: CoreMachine,
  options: ProgramOptions,
  { place, limits: around, machines: known }: Surroundings,
): void {
  const { findings, totals, eventProcessors } = options;
  const faults = core.faults ?? options.faults;
  const limits = core.limits === undefined ? around : lowered(around, core.limits, place.spot('limits'), findings);
  const outline = outlineMachine(core, limits, findings, { place, totals });
  // What is larger than allowed is not looked at any closer: refusing must cost little.
  if (findings.problems.length > 0 && findings.problems.some(({ code }) => code.startsWith('limit-'))) return;

  const named = Object.keys(core.machines ?? {}).sort();
  const own = named.map((name) => [name, new Program(core.machines?.[name]?.id ?? name)] as const);
  const machines = own.length === 0 ? known : new Map([...known, ...own]);
  const inner = { ...options, faults };
  for (const [name, child] of own) {
    const written = core.machines?.[name];
    if (written === undefined) continue;
    const inside = place.member(`machines/${pointerStep(name)}`);
    linkProgram(child, written, inner, { place: inside, limits, machines });
  }
  program.link(
    linkMachine(core, outline, {
      place,
      limits,
      findings,
      faults,
      machines,
      eventProcessors,
      program: (child, inside) => {
        const made = new Program(child.id);
        linkProgram(made, child, inner, { place: inside, limits, machines });
        return made;
      },
    }),
  );
}

function lowered(platform: Limits, wanted: Partial<Limits>, pointer: string, findings: Findings): Limits {
  for (const [key, value] of Object.entries(wanted)) {
    const most = platform[key as keyof Limits];
    if (value > most) {
      const message = `The platform allows ${most} here; a machine can only lower a limit.`;
      findings.add(`${pointer}/${key}`, 'limit-raised', message, `Write ${most} or less, or leave it out.`);
    }
  }
  return { ...platform, ...wanted };
}
