/** What the platform itself says, in place of a flow that cannot: per language, English where a language is missing. */
const texts = {
  busy: {
    en: 'One moment, please: I am still working on what you asked before.',
    de: 'Einen Moment bitte: Ich bin noch mit Ihrer letzten Anfrage beschäftigt.',
  },
  failed: {
    en: 'Sorry, something went wrong on our side. Please try again.',
    de: 'Entschuldigung, bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
  },
} as const;

export type PlatformText = keyof typeof texts;

/** @param language BCP 47; only its first subtag counts. */
export function platformText(text: PlatformText, language: string): string {
  const primary = language.split('-')[0]?.toLowerCase();
  return primary === 'de' ? texts[text].de : texts[text].en;
}
