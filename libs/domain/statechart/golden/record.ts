import { costsOfStory, hasPlenty } from './costs-of-stories.ts';
import { faultyMachines } from './faulty-machines.ts';
import { faultySnapshots } from './faulty-snapshots.ts';
import { faultyTexts } from './faulty-texts.ts';
import { limitsOfStory } from './limits-of-stories.ts';
import { playStory, shortStep, wholeStep } from './play-story.ts';
import type { Json, Records } from './play-story.ts';
import { BINDING } from './stories-of-binding.ts';
import { DATA } from './stories-of-data.ts';
import { FAULTS } from './stories-of-faults.ts';
import { HISTORIES } from './stories-of-histories.ts';
import { INVOKES } from './stories-of-invokes.ts';
import { SENDING } from './stories-of-sending.ts';
import { STATES } from './stories-of-states.ts';
import type { Stories, Story } from './story.ts';

const WRITTEN: Stories = {
  ...STATES,
  ...HISTORIES,
  ...DATA,
  ...BINDING,
  ...SENDING,
  ...INVOKES,
  ...FAULTS,
};

/** Reads stories that are kept as JSON, by the name of their file. */
type ReadStories = (file: string) => Stories;

/** Everything that the corpus gives, by the name of the file that keeps it. */
export const RECORDS: Readonly<Record<string, (read: ReadStories) => Records>> = {
  states: () => mapped(STATES, whole),
  histories: () => mapped(HISTORIES, whole),
  data: () => mapped(DATA, whole),
  binding: () => mapped(BINDING, whole),
  sending: () => mapped(SENDING, whole),
  invokes: () => mapped(INVOKES, whole),
  faults: () => mapped(FAULTS, whole),
  examples: (read) => mapped(read('examples'), whole),
  random: (read) => mapped(read('random'), short),
  limits: () =>
    mapped(Object.fromEntries(Object.entries(WRITTEN).filter(([, { inputs }]) => inputs.length < 13)), limitsOfStory),
  costs: () => mapped(Object.fromEntries(Object.entries(WRITTEN).filter(([, one]) => hasPlenty(one))), costsOfStory),
  'faulty-machines': faultyMachines,
  'faulty-texts': faultyTexts,
  'faulty-snapshots': () => faultySnapshots(WRITTEN),
};

function mapped(stories: Stories, record: (story: Story) => Json): Records {
  return Object.fromEntries(Object.entries(stories).map(([name, story]) => [name, record(story)]));
}

function whole(story: Story): Json {
  return played(story).map((one) => wholeStep(story, one));
}

function short(story: Story): Json {
  return played(story).map(shortStep);
}

function played(story: Story): NonNullable<ReturnType<typeof playStory>> {
  const steps = playStory(story);
  if (steps === null) throw new Error(`The machine of a story does not compile: ${JSON.stringify(story.machine)}`);
  return steps;
}

export type { Stories, Story } from './story.ts';
