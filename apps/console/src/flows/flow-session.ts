import { unwrap, type ParleyClient } from '@parley/client';
import { isProblem, sentenceOf } from '../api/sentence-of.ts';
import type { FlowProblem, PlacedProblem, Reading } from '../language/protocol.ts';
import { count } from './changed-lines.ts';
import type { UnsavedText } from './unsaved.ts';
import { beginning, errorsOf, isUnsaved, type FlowState } from './flow-state.ts';

/** What reads a text without the server. */
export interface FlowReader {
  read(text: string): Promise<Reading>;
  place(text: string, problems: readonly FlowProblem[]): Promise<readonly PlacedProblem[]>;
}

/** How long after the last key, ms. */
export interface Pauses {
  readonly beforeReading: number;
  readonly beforeAsking: number;
}

const PAUSES: Pauses = { beforeReading: 200, beforeAsking: 500 };
const LONGEST = 250_000;

/**
 * One flow that somebody changes: its draft, what is wrong with it, its way into what new conversations run. Every change
 * of the server's is made only if nobody else made one meanwhile.
 */
export class FlowSession {
  private state: FlowState;
  private etag = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<(state: FlowState) => void>();

  constructor(
    private readonly client: ParleyClient,
    private readonly reader: FlowReader,
    flow: string,
    private readonly pauses: Pauses = PAUSES,
  ) {
    this.state = beginning(flow);
  }

  get current(): FlowState {
    return this.state;
  }

  subscribe(listener: (state: FlowState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  /** Reads the flow, and puts back what was typed before and not saved. */
  async load(unsaved: UnsavedText | null = null): Promise<void> {
    this.change({ phase: 'loading', trouble: null });
    try {
      const { draft, defaultVersion } = await this.fetchFlow();
      const text = plainLines(draft ?? defaultVersion?.text ?? '');
      this.change({ phase: 'ready', savedText: text, defaultVersion, conflict: null });
      this.put(unsaved?.text ?? text);
      if (unsaved === null) return;
      const isOverwritten = unsaved.savedText !== text;
      this.change({
        notice: { tone: 'good', text: 'What you had not saved is here again.' },
        conflict: isOverwritten ? { text, etag: this.etag } : null,
      });
    } catch (fault) {
      const isUnknown = isProblem(fault, 'flow.unknown');
      this.change({ phase: isUnknown ? 'unknown' : 'failed', trouble: sentenceOf(fault) });
    }
  }

  /** What is typed. */
  edit(text: string): void {
    if (text === this.state.text) return;
    this.change({ text, checking: 'typing', isSceneOld: true, notice: null });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(text), this.pauses.beforeReading);
  }

  /** Puts a text there that was not typed: a version's, or what somebody else saved. */
  put(text: string): void {
    this.change({ revision: this.state.revision + 1 });
    if (text === this.state.text) void this.check(text);
    else this.edit(text);
  }

  /** Saves the draft, right or wrong; false: it is not saved, and the state says why. */
  async save(): Promise<boolean> {
    const { text, busy } = this.state;
    if (busy !== null) return false;
    if (text.length > LONGEST) return this.refuse(`A flow may have ${LONGEST} characters; this has ${text.length}.`);
    if (text.trim() === '') return this.refuse('There is nothing to save.');
    this.change({ busy: 'saving', notice: null });
    const isSaved = await this.saveText(text);
    this.change({ busy: null });
    return isSaved;
  }

  /** Saves, publishes, and if wanted makes it what new conversations run. */
  async publish(makesDefault: boolean): Promise<boolean> {
    if (this.state.busy !== null) return false;
    const errors = errorsOf(this.state).length;
    if (errors > 0) return this.refuse(`${count(errors, 'error')} to mend before it can be published.`);
    if (isUnsaved(this.state) && !(await this.save())) return false;
    this.change({ busy: 'publishing', notice: null });
    try {
      const { flow } = this.state;
      const { hash } = await unwrap(this.client.POST('/v1/flows/{flow}/publish', { params: { path: { flow } } }));
      const known = this.state.defaultVersion?.hash === hash;
      if (makesDefault && !known) await this.nameDefault(hash);
      await this.readAgain();
      const now =
        makesDefault || known
          ? ' New conversations run it; live ones keep theirs.'
          : ' New conversations run the default as before.';
      this.change({ busy: null, notice: { tone: 'good', text: `Version ${hash.slice(0, 8)} is published.${now}` } });
      return true;
    } catch (fault) {
      this.change({ busy: null });
      await this.readAgain().catch(() => undefined);
      return this.refuse(sentenceOf(fault));
    }
  }

  async makeDefault(hash: string): Promise<boolean> {
    this.change({ busy: 'default', notice: null });
    try {
      await this.nameDefault(hash);
      await this.readAgain();
      const text = `New conversations run version ${hash.slice(0, 8)}; live ones keep theirs.`;
      this.change({ busy: null, notice: { tone: 'good', text } });
      return true;
    } catch (fault) {
      this.change({ busy: null });
      await this.readAgain().catch(() => undefined);
      return this.refuse(sentenceOf(fault));
    }
  }

  /** After a conflict: takes what somebody else saved. */
  takeTheirs(): void {
    const { conflict } = this.state;
    if (conflict === null) return;
    this.etag = conflict.etag;
    this.change({ conflict: null, savedText: conflict.text });
    this.put(conflict.text);
  }

  /** After a conflict: goes on with the own text; saving it again takes the place of theirs. */
  keepOwn(): void {
    const { conflict } = this.state;
    if (conflict === null) return;
    this.etag = conflict.etag;
    this.change({ conflict: null, savedText: conflict.text });
  }

  say(text: string): void {
    this.change({ notice: { tone: 'good', text }, versions: this.state.versions + 1 });
  }

  private async saveText(text: string): Promise<boolean> {
    const path = { flow: this.state.flow };
    const header = this.etag === '' ? {} : { 'If-Match': this.etag };
    try {
      const asked = this.client.PUT('/v1/flows/{flow}/draft', { params: { path, header }, body: { text } });
      await unwrap(asked);
      this.etag = (await asked).response.headers.get('etag') ?? '';
      this.change({
        savedText: text,
        notice: { tone: 'good', text: 'The draft is saved. Publish it to make it run.' },
      });
      return true;
    } catch (fault) {
      if (!isProblem(fault, 'precondition.failed')) return this.refuse(sentenceOf(fault));
      return this.meetConflict();
    }
  }

  /** The default changes the flow's version, too: only a changed draft is a conflict. */
  private async meetConflict(): Promise<boolean> {
    try {
      const before = this.state.savedText;
      const { draft, defaultVersion } = await this.fetchFlow();
      const theirs = plainLines(draft ?? '');
      this.change({ defaultVersion });
      if (theirs === before) return await this.saveText(this.state.text);
      this.change({ conflict: { text: theirs, etag: this.etag } });
      return this.refuse('Somebody else has saved this draft meanwhile. Nothing of yours is lost: choose below.');
    } catch (fault) {
      return this.refuse(sentenceOf(fault));
    }
  }

  private async nameDefault(hash: string): Promise<void> {
    const params = { path: { flow: this.state.flow } };
    await unwrap(this.client.PUT('/v1/flows/{flow}/default', { params, body: { hash } }));
  }

  /** The default and the flow's version, without touching the text. */
  private async readAgain(): Promise<void> {
    const { defaultVersion, draft } = await this.fetchFlow();
    this.change({ defaultVersion, versions: this.state.versions + 1 });
    const theirs = plainLines(draft ?? '');
    if (draft !== null && theirs !== this.state.savedText) this.change({ conflict: { text: theirs, etag: this.etag } });
  }

  private async fetchFlow() {
    const asked = this.client.GET('/v1/flows/{flow}', { params: { path: { flow: this.state.flow } } });
    const found = await unwrap(asked);
    this.etag = (await asked).response.headers.get('etag') ?? '';
    return found;
  }

  /** First what is known here, then what only the server knows. An answer about an older text is dropped. */
  private async check(text: string): Promise<void> {
    const isOld = (): boolean => this.state.text !== text;
    try {
      const { problems, languages, scene } = await this.reader.read(text);
      if (isOld()) return;
      const drawn = scene === null ? { isSceneOld: this.state.scene !== null } : { scene, isSceneOld: false };
      this.change({ problems, languages, checking: 'asking', ...drawn });
      await new Promise((resolve) => setTimeout(resolve, this.pauses.beforeAsking));
      if (isOld()) return;
      const isJson = !problems.some(({ code }) => code === 'schema' || code === 'json-syntax');
      if (!isJson || text.length > LONGEST) return this.change({ checking: 'now' });
      const placed = await this.reader.place(text, await this.askServer(text));
      if (!isOld()) this.change({ problems: placed, checking: 'now' });
    } catch {
      if (!isOld()) this.change({ checking: 'unreachable' });
    }
  }

  private async askServer(text: string): Promise<readonly FlowProblem[]> {
    const params = { path: { flow: this.state.flow } };
    const { problems } = await unwrap(this.client.POST('/v1/flows/{flow}/check', { params, body: { text } }));
    return problems.map((one) => ({ ...one, severity: one.severity === 'warning' ? 'warning' : 'error' }));
  }

  private refuse(text: string): false {
    this.change({ notice: { tone: 'bad', text } });
    return false;
  }

  private change(part: Partial<FlowState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener(this.state);
  }
}

/** As the editor counts them: one character ends a line. */
function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
