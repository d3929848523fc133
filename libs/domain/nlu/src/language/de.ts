import { expansions, families, lines, words } from './pack.ts';
import type { LanguagePack } from './pack.ts';

const UNITS: readonly [string, number][] = [
  ...'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'
    .split(' ')
    .map((word, value): [string, number] => [word, value]),
  ['ein', 1],
  ['eine', 1],
  ['einen', 1],
  ['zwo', 2],
];
const TENS: readonly [string, number][] = 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'
  .split(' ')
  .map((word, index): [string, number] => [word, (index + 2) * 10]);
const SCALES: readonly [string, number][] = [
  ['hundert', 100],
  ['tausend', 1000],
  ['million', 1_000_000],
  ['millionen', 1_000_000],
];
const PARTS = [...UNITS, ...TENS, ...SCALES, ['und', 0] as const]
  .map(([word]) => word)
  .sort((a, b) => b.length - a.length);

/** Greedy, longest part first; a rest that is no number word gives the whole word back. */
function split(word: string): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  while (rest !== '') {
    const part = PARTS.find((candidate) => rest.startsWith(candidate));
    if (part === undefined) return [word];
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
}

function stem(word: string): string {
  for (const ending of ['ungen', 'ung', 'ern', 'est', 'en', 'er', 'em', 'es', 'st', 'e', 'n', 's', 't']) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) return word.slice(0, -ending.length);
  }
  return word;
}

export const german: LanguagePack = {
  decimalComma: true,
  stem,
  functionWords: words(`
    der die das den dem des ein eine einen einem einer eines kein keine keinen dieser diese dieses diesen
    ich mich mir mein meine meinen meinem meiner du dich dir dein deine er ihn ihm sie ihr ihre ihnen ihren es wir uns unser
    unsere man sich wer was wann wo warum wie welche welcher welches wieviel wem wen
    bin bist ist sind seid war waren sein haben habe hast hat hatte werden wird würde würden kann kannst können könnte
    könnten könntest muss müssen soll sollte darf dürfen will möchte möchten mag mögen brauche brauchen gibt geht
    und oder aber denn dass ob wenn als zu zum zur von vom mit ohne für auf an am im in aus bei beim bis durch gegen über
    unter um nach vor nicht nur auch noch schon sehr viel mehr da hier dort so dann etwas alles nichts mal
  `),
  determiners: words('der die das den dem des ein eine einen einem einer'),
  fillers: words(`
    bitte danke dankeschön heute jetzt gleich sofort bald schnell doch eben halt eigentlich wohl äh ähm hm
    vielleicht nochmal wieder gern gerne
  `),
  commonWords: words(`
    wissen weiß kennen denken glauben sehen siehe kommen komme kommt gehen gehe geht sagen sag fragen frage finden finde
    machen mache macht tun tut lassen bleiben heißen heißt nehmen nehme bringen helfen hilf verstehen warten zeigen kaufen
    neu neue neuen alt alte gut gute guten schlecht groß große klein kleine lang lange kurz schön richtig
  `),
  families: families({
    greet: 'hallo hi hey moin servus grüezi tag guten morgen abend',
    affirm:
      'ja jo jawohl jep klar sicher genau richtig stimmt ok okay gerne passt einverstanden korrekt natürlich super',
    negate: 'nein ne nee nö nicht falsch keineswegs nichts',
    stop: 'abbrechen abbruch stopp stop stornieren storno absagen vergiss vergessen lassen beenden',
    person:
      'mensch menschen person mitarbeiter mitarbeiterin berater beraterin jemand jemandem jemanden kollege kollegin agent',
    talk: 'sprechen reden telefonieren anrufen verbinden kontakt chatten',
    pay: 'senden sende schicken schicke schick überweisen überweise überweisung zahlen zahle bezahlen zahlung transferieren',
    money: 'geld euro betrag summe bargeld',
    cost: 'kosten kostet gebühr gebühren preis preise teuer entgelt provision',
    free: 'kostenlos gratis umsonst',
    book: 'buchen buche termin termine reservieren vereinbaren besuch besuche sitzung sitzungen anmelden',
    open: 'offen öffnen öffnet geöffnet öffnungszeiten schließt schließen geschlossen sprechzeiten zu',
    doctor: 'arzt ärztin doktor zahnarzt praxis klinik krankenschwester',
    relative: `mutter mama vater papa schwester bruder sohn tochter frau mann freund freundin oma opa tante onkel cousin
      cousine vermieter chef nachbar nachbarin kind`,
  }),
  expansions: expansions('hab habe; gehts geht es; gibts gibt es; wieviel wie viel; zum zu dem; zur zu der'),
  nameFamilies: words('relative doctor'),
  negations: words('nicht kein keine statt'),
  corrections: words('nein moment entschuldigung sorry doch sondern stattdessen lieber'),
  wrappers: lines(`
    bitte *
    hallo, *
    * bitte
    guten Tag, *
    ok, *
    * danke
  `),
  background: lines(`
    wie wird das Wetter heute
    erzähl mir einen Witz
    wer hat das Spiel gewonnen
    wie alt bist du
    wie heißt du
    bist du ein Roboter
    was ist die Hauptstadt von Spanien
    was gibt es zum Essen
    was läuft im Fernsehen
    was ist dein Lieblingsfilm
    wo ist der Bahnhof
    wo ist mein Paket
    wo kann ich Schuhe kaufen
    wann fährt der nächste Zug
    wann ist Weihnachten
    warum ist der Himmel blau
    wie komme ich zum Flughafen
    wie koche ich ein Ei
    wie weit ist der Mond
    wie viele Menschen leben in Berlin
    wer ist der Präsident
    wer hat das Telefon erfunden
    magst du Musik
    kannst du singen
    kannst du ein Gedicht schreiben
    spiel ein Lied
    mach das Licht an
    bestell eine Pizza
    ich habe Hunger
    ich bin müde
    ich liebe meinen Hund
    ich habe zwei Katzen
    ich bin 30 Jahre alt
    ich möchte Klavier lernen
    ich möchte einen Kaffee
    ich möchte ein Auto kaufen
    ich brauche ein neues Handy
    ich suche ein Rezept
    ich habe meinen Schlüssel verloren
    mein Computer ist kaputt
    mein Fahrrad wurde gestohlen
    mein Passwort geht nicht
    meine Schwester ist Lehrerin
    die Kinder spielen im Garten
    der Film war zu lang
    das Essen war kalt
    es regnet schon wieder
    wir waren im Urlaub
    sie liest ein Buch
    zeig mir Bilder von Katzen
    stell einen Wecker auf 7
    erinnere mich an Milch
    übersetze das ins Englische
    alles Gute zum Geburtstag
    das ist langweilig
    du bist dumm
    Wasser ist nass
    Äpfel sind rot
  `),
  numbers: {
    small: new Map([...UNITS, ...TENS]),
    scales: new Map(SCALES),
    joiners: words('und'),
    articles: words(''),
    suffixes: new Map([
      ['k', 1000],
      ['tsd', 1000],
      ['mio', 1_000_000],
    ]),
    currencies: words('euro euros eur dollar usd pfund franken chf'),
    otherUnits: words(
      'uhr prozent minute minuten stunde stunden tag tage tagen woche wochen monat monate jahr jahre km kg meter grad cent',
    ),
    timePrepositions: words('um gegen ab bis'),
    pronounMarks: words('noch so'),
    pronouns: words('ein eine einen'),
    split,
  },
};
