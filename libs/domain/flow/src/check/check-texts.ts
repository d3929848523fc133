import { pointerTo } from '../json/json-node.ts';
import { didYouMean } from '../nearest.ts';
import type { Localized } from '../format/authored.ts';
import { plain } from '../slot-value.ts';
import { textsOf } from '../tree/parts.ts';
import type { StateNode } from '../tree/state-tree.ts';
import type { Checking } from './checking.ts';
import { checkTemplateText } from './check-template.ts';

/** Texts in every declared language and in no other, templates that can be read, labels that can be matched. */
export function checkTexts(checking: Checking): void {
  for (const { at, text, on } of textsOf(checking.flow, checking.tree)) {
    checkLanguages(at, text, checking);
    for (const [language, source] of text) checkTemplateText(source, pointerTo(at, language), on, checking);
  }
  for (const node of checking.tree.all) checkLabels(node, checking);
}

export function checkLanguages(at: string, text: ReadonlyMap<string, unknown>, { flow, findings }: Checking): void {
  const languages = flow.languages ?? [];
  for (const language of languages) {
    if (!text.has(language))
      findings.add(at, 'translation-missing', `The text in "${language}" is missing.`, `Add "${language}".`);
  }
  for (const language of text.keys()) {
    if (languages.length > 0 && !languages.includes(language)) {
      findings.add(
        pointerTo(at, language),
        'language-undeclared',
        `"${language}" is not among the flow's languages.`,
        didYouMean(language, languages) ?? 'Add it to "languages".',
      );
    }
  }
}

function checkLabels({ authored }: StateNode, checking: Checking): void {
  const seen = new Map<string, Set<string>>();
  for (const choice of authored.choices ?? []) {
    const label: Localized = choice.label ?? new Map();
    const at = pointerTo(choice.at, 'label');
    if (choice.label !== undefined) checkLanguages(at, label, checking);
    for (const [language, text] of label) {
      const place = pointerTo(at, language);
      const known = seen.get(language) ?? new Set<string>();
      seen.set(language, known);
      if (/\{\{|\{%/.test(text)) {
        checking.findings.add(
          place,
          'label-template',
          'A label is a plain text; what is typed is compared with it as it stands.',
          'Write it without {{ }}.',
        );
      } else if (plain(text) === '') {
        checking.findings.add(place, 'label-invalid', 'This label has nothing that could be typed.', 'Write a word.');
      } else if (known.has(plain(text))) {
        checking.findings.add(
          place,
          'label-duplicate',
          `Another choice here is "${text}" too.`,
          'Make the labels different.',
        );
      }
      known.add(plain(text));
    }
  }
}
