import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFlow } from '@parley/flow';
import type { CoreMachine } from '@parley/statechart';
import fc from 'fast-check';
import { exportScxml } from './export-scxml.ts';
import { importScxml } from './import-scxml.ts';
import { anyMachine } from './testing/any-machine.ts';

function thereAndBack(machine: CoreMachine): CoreMachine {
  const result = importScxml(exportScxml(machine));
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.machine;
}

/** The text with keys in order: what the kernel identifies a machine by. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inside: unknown) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? Object.fromEntries(Object.entries(inside).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inside,
  );
}

describe('a machine as an SCXML document', () => {
  it('comes back byte for byte, whatever it holds', () => {
    let longest = 0;
    fc.assert(
      fc.property(anyMachine, (machine) => {
        const before = canonical(machine);
        longest = Math.max(longest, before.length);
        expect(canonical(thereAndBack(machine))).toBe(before);
      }),
      { numRuns: 300 },
    );
    expect(longest).toBeGreaterThan(2_000);
  });

  it.each(['bank-transfer', 'clinic-appointment'])('the %s flow comes back byte for byte', (name) => {
    const text = readFileSync(join(import.meta.dirname, `../../../../apps/docs/examples/${name}.flow.json`), 'utf8');
    const checked = checkFlow(text);
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    expect(canonical(thereAndBack(checked.flow.core))).toBe(canonical(checked.flow.core));
  });

  it('is written as a person would write it', () => {
    const machine: CoreMachine = {
      schema: 'core/1',
      id: 'door',
      initial: 'closed',
      data: [{ id: 'vars', value: { opened: 0, by: null } }],
      states: [
        {
          id: 'closed',
          transitions: [
            {
              event: 'open',
              cond: "has(vars.by) && vars.opened < 3 || In('open')",
              target: 'open',
              do: [{ assign: 'vars.opened', expr: 'vars.opened + 1' }],
            },
          ],
        },
        {
          id: 'open',
          entry: [{ effect: 'say', fields: { text: 'Open.' } }, { send: { event: 'bell', delayMs: 1_500 } }],
          after: [{ delayMs: 30_000, target: 'closed' }],
          defer: ['ring'],
          invoke: [{ id: 'light', src: 'lamp.on', input: { watts: '40' }, config: { attempts: 2 } }],
        },
      ],
    };
    expect(exportScxml(machine)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<scxml
  xmlns="http://www.w3.org/2005/07/scxml"
  xmlns:parley="urn:parley:core:1"
  version="1.0"
  datamodel="ecmascript"
  name="door"
  initial="closed"
  parley:core="1">
  <datamodel>
    <data id="vars">{"opened":0,"by":null}</data>
  </datamodel>
  <state id="closed">
    <transition event="open" cond="vars?.by != null &amp;&amp; vars.opened &lt; 3 || In('open')" target="open">
      <assign location="vars.opened" expr="vars.opened + 1"/>
    </transition>
  </state>
  <state id="open" parley:defer='["ring"]'>
    <onentry>
      <parley:effect type="say" fields='{"text":"Open."}'/>
      <send event="bell" delay="1500ms"/>
    </onentry>
    <parley:after delay="30s" target="closed"/>
    <invoke id="light" type="urn:parley:work" src="lamp.on" parley:config='{"attempts":2}'>
      <param name="watts" expr="40"/>
    </invoke>
  </state>
</scxml>
`);
  });
});
