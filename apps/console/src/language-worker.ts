import { offerNames } from './language/offer-names.ts';
import { readTree, spanOf } from './language/flow-text.ts';
import type { LanguageAnswer, LanguageQuestion } from './language/protocol.ts';
import { placeProblems, readFlow } from './language/read-flow.ts';
import { schemaHover, schemaOffers, schemaProblems } from './language/schema-service.ts';

/** Reads flows beside the page. Each question is answered under its id. */
addEventListener('message', (event: MessageEvent<LanguageQuestion>) => {
  const { id } = event.data;
  answerTo(event.data).then(
    (answer) => tell({ id, answer }),
    (fault: unknown) => tell({ id, fault: fault instanceof Error ? fault.message : String(fault) }),
  );
});

function tell(answer: LanguageAnswer): void {
  postMessage(answer);
}

async function answerTo(question: LanguageQuestion): Promise<unknown> {
  const { kind, asked } = question;
  switch (kind) {
    case 'read': {
      const reading = readFlow(asked.text);
      if (!reading.problems.some(({ code }) => code === 'json-syntax')) return reading;
      return { ...reading, problems: await schemaProblems(asked.text) };
    }
    case 'place':
      return placeProblems(asked.text, asked.problems);
    case 'find':
      return spanOf(readTree(asked.text), asked.pointer);
    case 'offerNames':
      return offerNames(asked.text, asked.offset);
    case 'offerSchema':
      return schemaOffers(asked.text, asked.offset);
    case 'hover':
      return schemaHover(asked.text, asked.offset);
  }
}
