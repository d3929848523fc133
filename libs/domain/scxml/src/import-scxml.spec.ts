import type { CoreMachine } from '@parley/statechart';
import { compile } from '@parley/statechart';
import { importScxml } from './import-scxml.ts';

function doc(inside: string, attributes = ''): string {
  return `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" ${attributes}>\n${inside}\n</scxml>`;
}

function imported(xml: string): CoreMachine {
  const result = importScxml(xml);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.machine;
}

function problems(xml: string): readonly string[] {
  const result = importScxml(xml);
  return result.ok ? [] : result.problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

describe('an SCXML document', () => {
  it('becomes a machine that compiles', () => {
    const machine = imported(
      doc(
        `<datamodel><data id="n" expr="0"/><data id="list">[1, 2]</data></datamodel>
         <state id="a" initial="a1">
           <onentry><assign location="n" expr="n + 1"/></onentry>
           <onexit><log label="left" expr="n"/></onexit>
           <transition event="go now.*" cond="n &lt; 3 &amp;&amp; In('a1')" target="b" type="internal"/>
           <history id="h" type="deep"><transition target="a1"/></history>
           <state id="a1"/>
         </state>
         <parallel id="b"><state id="b1"/><state id="b2"/><transition event="end" target="c"/></parallel>
         <final id="c"><donedata><param name="n" expr="n"/></donedata></final>`,
        'initial="a" name="first"',
      ),
    );
    expect(machine).toEqual({
      schema: 'core/1',
      id: 'first',
      initial: 'a',
      faults: 'run',
      data: [
        { id: 'n', expr: '0' },
        { id: 'list', value: [1, 2] },
      ],
      states: [
        {
          id: 'a',
          initial: 'a1',
          entry: [{ assign: 'n', expr: 'n + 1' }],
          exit: [{ log: 'left', expr: 'n' }],
          transitions: [{ event: ['go', 'now.*'], cond: "n < 3 && In('a1')", target: 'b', internal: true }],
          states: [{ id: 'h', type: 'history', history: 'deep', initial: 'a1' }, { id: 'a1' }],
        },
        {
          id: 'b',
          type: 'parallel',
          transitions: [{ event: 'end', target: 'c' }],
          states: [{ id: 'b1' }, { id: 'b2' }],
        },
        { id: 'c', type: 'final', donedata: { params: { n: 'n' } } },
      ],
    });
    expect(compile(machine)).toMatchObject({ ok: true });
  });

  it('brings sends, cancels, loops and branches along', () => {
    const machine = imported(
      doc(`<state id="s"><onentry>
        <send event="later" delay="1.5s" id="x" namelist="a b.c"><param name="p" expr="1"/></send>
        <send eventexpr="'e' + n" delayexpr="'200ms'" target="#_parent"><content>{"k": 1}</content></send>
        <cancel sendid="x"/><cancel sendidexpr="x"/>
        <foreach array="list" item="i" index="k"><raise event="r"/></foreach>
        <if cond="n === 1"><log expr="n"/><elseif cond="n > 2"/><raise event="two"/><else/><raise event="three"/></if>
        <assign location="m['odd key']">some   text</assign>
      </onentry><onentry><raise event="second"/></onentry></state>`),
    );
    expect(machine.states[0]?.entry).toEqual([
      [
        { send: { event: 'later', delayMs: 1_500, id: 'x', namelist: ['a', 'b.c'], params: { p: '1' } } },
        {
          send: {
            eventexpr: "'e' + string(n)",
            delayexpr: "'200ms'",
            target: '#_parent',
            content: { value: { k: 1 } },
          },
        },
        { cancel: { sendid: 'x' } },
        { cancel: { sendidexpr: 'x' } },
        { foreach: 'list', item: 'i', index: 'k', do: [{ raise: 'r' }] },
        {
          if: [
            { cond: 'n == 1', do: [{ log: '', expr: 'n' }] },
            { cond: 'n > 2', do: [{ raise: 'two' }] },
            { do: [{ raise: 'three' }] },
          ],
        },
        { assign: 'm["odd key"]', expr: "'some text'" },
      ],
      [{ raise: 'second' }],
    ]);
  });

  it('brings child machines along, with finalize and autoforward', () => {
    const machine = imported(
      doc(`<state id="s"><invoke id="kid" type="scxml" autoforward="true" namelist="a">
        <param name="p" location="a.b"/><finalize><assign location="a" expr="_event.data.a"/></finalize>
        <content><scxml><final id="f"/></scxml></content></invoke></state>`),
    );
    expect(machine.states[0]?.invoke).toEqual([
      {
        id: 'kid',
        type: 'scxml',
        autoforward: true,
        namelist: ['a'],
        input: { p: 'a.b' },
        finalize: [{ assign: 'a', expr: '_event.data.a' }],
        machine: { schema: 'core/1', id: 'machine', faults: 'run', states: [{ id: 'f', type: 'final' }] },
      },
    ]);
  });

  it('a script of plain assignments becomes assigns, before the first state is entered', () => {
    const machine = imported(
      doc(`<datamodel><data id="n" expr="1"/></datamodel>
        <script>n += 2; var made = {a: [n]}; made.a[0]++;</script><state id="s"/>`),
    );
    expect(machine.initial).toEqual({
      target: 's',
      do: [
        { assign: 'n', expr: 'n + 2' },
        { assign: 'made', expr: "{'a': [n]}" },
        { assign: 'made.a[0]', expr: 'made.a[0] + 1' },
      ],
    });
    expect(machine.data).toEqual([{ id: 'n', expr: '1' }, { id: 'made' }]);
    expect(compile(machine)).toMatchObject({ ok: true });
  });

  it('without ids gets ids, and a note of it', () => {
    const result = importScxml(doc('<state/><state id="unnamed"/>'));
    expect(result).toMatchObject({
      ok: true,
      machine: { states: [{ id: 'unnamed-1' }, { id: 'unnamed' }] },
      notes: [{ line: 2, column: 1, code: 'id-made' }],
    });
  });
});

describe('what cannot be translated', () => {
  it('is named all at once, each with line and column, code, sentence and fix', () => {
    const xml = doc(`<state id="s">
  <transition cond="a &lt; 1 &amp;&amp; Math.max(a, 2)" target="s"/>
  <onentry><script>alert(1)</script><send event="e" delay="soon"/></onentry>
  <bogus/>
  <invoke src="other.scxml"/>
</state>`);
    const result = importScxml(xml);
    expect(problems(xml)).toEqual([
      '3:41 call-untranslatable',
      '4:20 script-untranslatable',
      '4:60 delay-unreadable',
      '5:3 element-unknown',
      '6:16 invoke-src',
    ]);
    if (result.ok) throw new Error('It went through.');
    for (const { message, fix } of result.problems) {
      expect(message).toMatch(/\.$/);
      expect(fix.length).toBeGreaterThan(4);
    }
  });

  it.each([
    ['a doctype', '<!DOCTYPE scxml [<!ENTITY a "b">]>\n<scxml/>', ['1:1 doctype-refused']],
    ['an entity of its own', '<scxml>\n <state id="&a;"/></scxml>', ['2:15 xml-malformed']],
    ['two roots', '<scxml><state id="a"/></scxml><b/>', ['1:33 xml-malformed']],
    ['no XML', 'hello', ['1:6 xml-malformed']],
    ['nothing', '', ['1:1 xml-malformed']],
    ['another root', '<html/>', ['1:1 root-unknown']],
    ['another root namespace', '<scxml xmlns="urn:x"/>', ['1:1 root-unknown']],
    ['no states', '<scxml/>', ['1:1 states-missing']],
    ['another data model', doc('<state/>').replace('ecmascript', 'xpath'), ['1:73 datamodel-unknown']],
    ['an empty transition', doc('<state><transition/></state>'), ['2:8 transition-empty']],
    ['an unknown attribute', doc('<state colour="red"/>'), ['2:16 attribute-unknown']],
    ['text between states', doc('<state/> hi'), ['2:10 text-misplaced']],
    ['data of another document', doc('<datamodel><data id="a" src="x.json"/></datamodel><state/>'), ['2:30 data-src']],
    ['a name of no data', doc('<datamodel><data id="event"/></datamodel><state/>'), ['2:22 name-untranslatable']],
    [
      'ECMAScript where JSON stands',
      doc('<datamodel><data id="a">{x: 1}</data></datamodel><state/>'),
      ['2:25 content-ambiguous'],
    ],
    ['XML as a value', doc('<datamodel><data id="a"><b/></data></datamodel><state/>'), ['2:25 xml-content']],
    [
      'an action of another kind',
      doc('<state><onentry><x:do xmlns:x="urn:x"/></onentry></state>'),
      ['2:17 element-unknown'],
    ],
    ['a history without default', doc('<state><history id="h"/></state>'), ['2:8 transition-count']],
    [
      'two params of a name',
      doc(
        '<state><onentry><send event="e"><param name="a" expr="1"/><param name="a" expr="2"/></send></onentry></state>',
      ),
      ['2:59 param-duplicate'],
    ],
    [
      'a computed location',
      doc('<state><onentry><assign location="a[i]" expr="1"/></onentry></state>'),
      ['2:35 location-untranslatable'],
    ],
  ])('%s is named with its place', (_what, xml, expected) => {
    expect(problems(xml)).toEqual(expected);
  });

  it('keeps its place behind references, comments, line ends and CDATA', () => {
    const xml =
      '<scxml><!-- c --><state id="s"><onentry>\r\n<script><![CDATA[a = 1;\r\n b()]]></script>' +
      '<log expr="\'&#x1F600;&amp;\' + f()"/></onentry></state></scxml>';
    expect(problems(xml)).toEqual(['3:2 script-untranslatable', '3:47 call-untranslatable']);
  });
});

describe('a hostile document', () => {
  it('is refused before it costs anything', () => {
    const deep = '<state>'.repeat(400);
    expect(problems(`<scxml>${deep}`)).toEqual([`1:${8 + 299 * 7} limit-depth`]);
    expect(problems(`<scxml>${'<a/>'.repeat(100_001)}</scxml>`)).toHaveLength(1);
    expect(problems(' '.repeat(4_194_305))).toEqual(['1:1 limit-length']);
  });

  it('names prototype-like ids, params and keys as what they are', () => {
    const machine = imported(
      doc(
        `<state id="__proto__"><onentry><send event="constructor"><param name="__proto__" expr="1"/></send></onentry></state>`,
      ),
    );
    const [state] = machine.states;
    expect(state?.id).toBe('__proto__');
    const [action] = state?.entry ?? [];
    expect(JSON.stringify(action)).toBe('{"send":{"event":"constructor","params":{"__proto__":"1"}}}');
  });

  it('never makes more than 200 findings of each kind', () => {
    expect(problems(doc('<bogus/>'.repeat(1_000)))).toHaveLength(200);
  });
});
