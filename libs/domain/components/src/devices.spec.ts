import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Value, ValueMap } from '@parley/expression';
import { activeStates, compile, nextDue, start, step } from '@parley/statechart';
import type { CoreMachine, Machine, Step } from '@parley/statechart';
import type { ComposedMachine } from './composed-machine.ts';
import { withComponents } from './with-components.ts';

const folder = join(import.meta.dirname, '../../../../apps/docs/examples/devices');

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}

function compiled(core: CoreMachine): Machine {
  const result = compile(core);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.machine;
}

/** One device on a clock that moves only when it is told to. */
class Device {
  private readonly machine: Machine;
  private last: Step;
  private now = 0;
  private seq = 1;
  /** What it told the outside, in order. */
  readonly told: string[] = [];

  constructor(core: CoreMachine, data: ValueMap = {}) {
    this.machine = compiled(core);
    this.last = start(this.machine, data, this.at());
    this.note();
  }

  get states(): readonly string[] {
    return this.last.snapshot.configuration;
  }

  get all(): readonly string[] {
    return activeStates(this.machine, this.last.snapshot);
  }

  get data(): ValueMap {
    return this.last.snapshot.data;
  }

  send(name: string, data: Value = {}): this {
    this.give({ kind: 'event', name, data });
    return this;
  }

  /** Lets milliseconds go by; whatever falls due does so in its own moment. */
  wait(ms: number): this {
    const end = this.now + ms;
    for (let due = nextDue(this.last.snapshot); due !== null && due <= end; due = nextDue(this.last.snapshot)) {
      this.now = due;
      this.give({ kind: 'time' });
    }
    this.now = end;
    return this;
  }

  private give(input: Parameters<typeof step>[2]): void {
    this.seq++;
    this.last = step(this.machine, this.last.snapshot, input, this.at());
    this.note();
  }

  private note(): void {
    for (const effect of this.last.effects)
      if (effect.kind === 'act')
        this.told.push(`${effect.type} ${String(Object.values(effect.fields as ValueMap)[0])}`);
  }

  private at(): Parameters<typeof start>[2] {
    return { now: this.now, seed: 'seed', conversation: 'device', seq: this.seq };
  }
}

describe('a SmartDoor', () => {
  const core = read<CoreMachine>('smart-door.machine.json');
  const config = { location: 'front_entrance', security_level: 'high', code: '4711' };
  const door = (): Device => new Device(core, { config });

  it('[F001] opens on command once it is unlocked, and closes by itself after 30 seconds', () => {
    const device = door();
    expect(device.send('open_command', { user_id: 'john_doe' }).states).toEqual(['locked']);
    expect(device.send('unlock', { code: '4711' }).states).toEqual(['unlocked']);
    expect(device.send('open_command', { user_id: 'john_doe' }).states).toEqual(['open']);
    expect(device.data['vars']).toMatchObject({ openedBy: 'john_doe' });
    expect(device.wait(29_999).states).toEqual(['open']);
    expect(device.wait(1).states).toEqual(['locked']);
    expect(device.told).toEqual(['motor open', 'motor close']);
  });

  it('waits its 30 seconds anew when something stands in the way', () => {
    const device = door().send('unlock', { code: '4711' }).send('open_command').wait(29_000).send('door.obstructed');
    expect(device.wait(29_999).states).toEqual(['open']);
    expect(device.wait(1).states).toEqual(['locked']);
  });

  it('does not lock by itself where little security is asked for', () => {
    const device = new Device(core, { config: { ...config, security_level: 'low' } });
    expect(device.states).toEqual(['unlocked']);
    expect(device.send('open_command').send('close_command').states).toEqual(['unlocked']);
    expect(device.send('lock').send('open_command').states).toEqual(['locked']);
  });

  it('stays locked for a wrong code, and counts it', () => {
    const device = door().send('unlock', { code: '1' }).send('unlock');
    expect(device.states).toEqual(['locked']);
    expect(device.data['vars']).toMatchObject({ wrongCodes: 2 });
    expect(device.send('unlock', { code: '4711' }).data['vars']).toMatchObject({ wrongCodes: 0 });
  });

  it('alarms when it stands forced open for 5 seconds, until somebody has the code', () => {
    const device = door().send('door.forced');
    expect(device.wait(4_999).states).toEqual(['forced']);
    expect(device.wait(1).states).toEqual(['alarm']);
    expect(device.told).toEqual(['notify forced open']);
    expect(device.wait(600_000).send('door.closed').send('unlock', { code: '1' }).states).toEqual(['alarm']);
    expect(device.send('unlock', { code: '4711' }).states).toEqual(['locked']);
  });

  it('does not alarm when it is shut again within 5 seconds', () => {
    const device = door().send('door.forced').wait(4_000).send('door.closed').wait(10_000);
    expect(device.states).toEqual(['locked']);
    expect(device.told).toEqual([]);
  });

  it('[F001] with a target that is not there is refused, and the state is named', () => {
    const text = JSON.stringify(core).replace('"target":"alarm"', '"target":"alrm"');
    const result = compile(text);
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([expect.stringContaining("'alrm'")]);
  });
});

describe('a SecuritySystem', () => {
  const core = read<CoreMachine>('security-system.machine.json');
  const armed = (): Device => new Device(core).send('arm', { code: '0000' }).wait(30_000);

  it('[F001] is armed by code after an exit delay, and disarmed by code', () => {
    const device = new Device(core).send('arm', { code: '0000' });
    expect(device.states).toEqual(['exit-delay', 'silent', 'front-clear', 'back-clear']);
    expect(device.wait(30_000).states[0]).toBe('armed');
    expect(device.send('disarm', { code: '0000' }).states[0]).toBe('disarmed');
  });

  it('is not armed by a wrong code, nor while a zone is open', () => {
    const device = new Device(core).send('arm', { code: '1' });
    expect(device.send('back.opened').send('arm', { code: '0000' }).states[0]).toBe('disarmed');
    expect(device.told).toEqual(['notify not armed', 'notify not armed']);
    expect(device.send('back.closed').send('arm', { code: '0000' }).states[0]).toBe('exit-delay');
  });

  it('leaves 20 seconds to disarm after a zone is tripped, then sounds the siren for 3 minutes', () => {
    const device = armed().send('front.opened');
    expect(device.states).toEqual(['entry-delay', 'silent', 'front-tripped', 'back-clear']);
    expect(device.wait(20_000).states).toEqual(['alarm', 'sounding', 'front-tripped', 'back-clear']);
    expect(device.data['vars']).toMatchObject({ zone: 'front' });
    expect(device.wait(180_000).states.slice(0, 2)).toEqual(['alarm', 'silent']);
    expect(device.told).toEqual(['notify alarm']);
    expect(device.send('disarm', { code: '0000' }).states[0]).toBe('disarmed');
  });

  it('is quiet when the one who comes home knows the code', () => {
    const device = armed().send('front.opened').wait(19_999).send('disarm', { code: '0000' }).wait(60_000);
    expect(device.states.slice(0, 2)).toEqual(['disarmed', 'silent']);
    expect(device.told).toEqual([]);
  });

  it('alarms at once at the third wrong code; disarming stops the siren', () => {
    const device = armed().send('disarm', { code: '1' }).send('disarm', { code: '2' });
    expect(device.states[0]).toBe('armed');
    expect(device.send('disarm', { code: '3' }).states.slice(0, 2)).toEqual(['alarm', 'sounding']);
    expect(device.send('disarm', { code: '0000' }).states.slice(0, 2)).toEqual(['disarmed', 'silent']);
  });
});

describe('a Timer', () => {
  const core = read<CoreMachine>('timer.machine.json');

  it('[F001] runs its time, or the time it is given, and says when it is up', () => {
    const device = new Device(core).send('timer.start').wait(59_999);
    expect(device.states).toEqual(['running']);
    expect(device.wait(1).states).toEqual(['expired']);
    expect(device.told).toEqual(['notify time is up']);
    expect(device.send('timer.stop').send('timer.start', { ms: 500 }).wait(500).states).toEqual(['expired']);
  });

  it('stands still while it is paused', () => {
    const device = new Device(core).send('timer.start', { ms: 10_000 }).wait(4_000).send('timer.pause').wait(60_000);
    expect(device.states).toEqual(['paused']);
    expect(device.send('timer.resume').wait(5_999).states).toEqual(['running']);
    expect(device.wait(1).states).toEqual(['expired']);
  });

  it('believes nobody who says too early that the time is up', () => {
    const device = new Device(core).send('timer.start').wait(1_000).send('timer.elapsed');
    expect(device.states).toEqual(['running']);
  });

  it('that is stopped stays silent', () => {
    expect(new Device(core).send('timer.start').send('timer.stop').wait(120_000).told).toEqual([]);
  });
});

describe('a machine with components', () => {
  const entrance = read<ComposedMachine>('guarded-entrance.composed.json');
  const components = {
    Timer: read<CoreMachine>('timer.machine.json'),
    SecuritySystem: read<CoreMachine>('security-system.machine.json'),
  };

  function composed(): CoreMachine {
    const result = withComponents(entrance, components);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.core;
  }

  it('[F002] has the states, transitions and data of Timer and SecuritySystem merged in', () => {
    const device = new Device(composed());
    expect(device.all).toEqual([
      ...['entrance', 'door', 'shut', 'doorTimer', 'doorTimer.idle', 'security', 'security.system', 'security.guard'],
      ...['security.disarmed', 'security.siren', 'security.silent', 'security.zones', 'security.front'],
      ...['security.front-clear', 'security.back', 'security.back-clear'],
    ]);
    expect(Object.keys(device.data)).toEqual(['doorTimer_clock', 'security_config', 'security_vars']);
  });

  it('[F002] works as one: the timer shuts the door, the armed guard keeps it shut', () => {
    const device = new Device(composed());
    expect(device.send('open_command').states.slice(0, 2)).toEqual(['ajar', 'doorTimer.running']);
    expect(device.wait(10_000).states.slice(0, 2)).toEqual(['shut', 'doorTimer.idle']);
    device.send('arm', { code: '0000' }).wait(30_000).send('open_command');
    expect(device.states.slice(0, 3)).toEqual(['shut', 'doorTimer.idle', 'security.armed']);
    expect(device.send('back.opened').wait(20_000).states[2]).toBe('security.alarm');
  });

  it('two of one kind do not get in each other’s way', () => {
    const result = withComponents(
      {
        schema: 'core/1',
        id: 'two',
        states: [
          {
            id: 'both',
            type: 'parallel',
            states: ['a', 'b'].map((id) => ({
              id,
              include: 'Timer',
              events: Object.fromEntries(
                ['start', 'stop', 'elapsed', 'expired'].map((one) => [`timer.${one}`, `${id}.${one}`]),
              ),
            })),
          },
        ],
      },
      components,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const device = new Device(result.core).send('a.start', { ms: 1_000 }).send('b.start', { ms: 2_000 }).wait(1_000);
    expect(device.states).toEqual(['a.expired', 'b.running']);
    expect(device.send('a.stop').wait(1_000).states).toEqual(['a.idle', 'b.expired']);
  });

  it('that asks for what is not there is refused, all at once', () => {
    const result = withComponents(
      {
        schema: 'core/1',
        id: 'm',
        states: [
          { id: 'x', include: 'Toaster' },
          { id: 'a b', include: 'Timer' },
        ],
      },
      components,
    );
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { pointer: '/states/0', code: 'component-unknown', fix: 'There are: Timer, SecuritySystem.' },
        { pointer: '/states/1', code: 'include-name' },
      ],
    });
  });

  it('leaves the components as they are', () => {
    const before = JSON.stringify(components);
    composed();
    expect(JSON.stringify(components)).toBe(before);
  });
});
