import { englishBackground } from './en-background.ts';
import { expansions, families, lines, words } from './pack.ts';
import type { LanguagePack } from './pack.ts';

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
  'seventeen eighteen nineteen'
).split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const VOWEL = /[aeiouy]/;

/** Strips the commonest endings; crude on purpose, since character n-grams do the rest. */
function stem(word: string): string {
  if (word.length < 4) return word;
  let root = word;
  if (root.endsWith('ies') && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (root.endsWith('es') && root.length > 5) root = root.slice(0, -2);
  else if (root.endsWith('s') && !root.endsWith('ss') && !root.endsWith('us')) root = root.slice(0, -1);
  for (const ending of ['ing', 'ed', 'ment']) {
    const rest = root.slice(0, -ending.length);
    if (!root.endsWith(ending) || rest.length < 3 || !VOWEL.test(rest)) continue;
    root = /([bdgklmnprt])\1$/.test(rest) ? rest.slice(0, -1) : rest;
    break;
  }
  return root.length > 3 && root.endsWith('e') ? root.slice(0, -1) : root;
}

export const english: LanguagePack = {
  decimalComma: false,
  stem,
  background: englishBackground,
  functionWords: words(`
    a an the this that these those some any no not every each another other all both
    i me my mine myself you your yours he him his she her hers it its we us our ours they them their theirs
    who whom whose what which when where why how
    am is are was were be been being its
    do does did done doing have has had having can could will would shall should may might must not
    to of in on at by for from with without about into onto over under up down out off than as if or and but nor so
    then there here too also just only very much many more most less least own same such let lets
    want wants wanted need needs like get got go going make makes making give take put set keep
    everyone everybody anyone anybody nobody still yet ever already always often sometimes else per anymore longer any
    something anything nothing thing things one ones way ok
  `),
  determiners: words('the a an this that some'),
  fillers: words(`
    please kindly thanks thank thankyou cheers ta now today tonight tomorrow soon asap quickly quick
    again just really actually well so oh um uh er erm hmm sir madam maam maybe perhaps right away immediately
    straightaway anyway basically simply kinda sorta lol haha week weekend month later
  `),
  commonWords: words(`
    know knows knew think thinks thought see sees saw look looks looking find found come comes coming came say says said
    tell tells told ask asks asked use used try trying tried leave leaves left work works working wait waiting hear heard
    show shows bring brings buy buys bought eat eats drink play plays playing run runs live lives start starts begin write
    read reads hold keep keeps let turn turns wish hope mean means seem feel feels believe understand remember remind happen
    happens lost lose owe owes shoot sleep sit stand sell learn watch follow receive add fit sort check checking moving involved included
    new old good bad big small long short high low same different other early late able easy hard nice whole full sure free
    extra real possible available sick ill urgent important special hidden additional much many more most next last first
  `),
  families: families({
    greet: 'hi hello hey hiya heya helo hallo hullo yo howdy greetings morning evening afternoon sup gday hola',
    affirm: `yes yep yeah yea yup yeh ye yah ya aye ok okay okey okey-dokey k kk sure absolutely definitely certainly indeed
      correct right exactly affirmative agreed agree confirm confirmed perfect great fine good sounds alright totally
      course cool lovely yess`,
    negate: 'no nope nah nay na naw negative never wrong incorrect false not nothing',
    stop: 'cancel stop abort quit forget drop scrap scratch delete remove undo revoke exit halt discard cancelled terminate withdraw',
    mind: 'mind changed change',
    person: `human person agent operator representative rep adviser advisor assistant staff colleague somebody someone
      employee anyone people reception receptionist manager support helpdesk consultant clerk secretary being`,
    talk: 'talk speak chat call phone contact connect ring speaking talking conversation reach transferred',
    pay: 'send transfer pay wire remit forward move payment sending transferring paying transaction deposit',
    money: 'money cash funds fund bucks quid dollars euros pounds sum amount',
    cost: `cost costs fee fees charge charges charged charging price prices pricing commission comission tariff expensive
      expense expenses pricey cheap rate rates surcharge costing`,
    free: 'free gratis complimentary',
    book: `book booking bookings schedule reserve reservation arrange appointment appointments slot slots visit visits
      session sessions consultation checkup appt appts apt appoint register`,
    open: 'open opens opening opened close closes closing closed shut shuts hours hrs hour',
    time: 'time times when',
    doctor: 'doctor doctors dr gp dentist physician nurse clinic practice surgery hospital physio',
    buy: 'buy purchase order ordering shop',
    help: 'help assist assistance',
    repair: 'broken repair fix fault faulty damaged',
    deliver: 'deliver delivery shipping ship parcel package shipment courier',
    relative: `mother mum mom mummy mommy father dad daddy sister brother son daughter wife husband partner friend grandma
      grandpa granny nan grandmother grandfather aunt uncle cousin niece nephew girlfriend boyfriend landlord boss
      neighbour neighbor mate mates roommate flatmate kid child kids children baby`,
    bye: 'bye goodbye cya farewell ciao',
    everything: 'all everything enough done finished',
  }),
  expansions: expansions(`
    im i am; ive i have; id i would; ill i will; youre you are; youve you have; youd you would; youll you will;
    theyre they are; weve we have; thats that is; whats what is; hows how is; wheres where is; whos who is; theres there is;
    heres here is; dont do not; doesnt does not; didnt did not; cant can not; cannot can not; couldnt could not;
    wont will not; wouldnt would not; shouldnt should not; isnt is not; arent are not; wasnt was not; havent have not;
    hasnt has not; wanna want to; gonna going to; gotta got to; gimme give me; lemme let me; dunno do not know; u you;
    ur your; r are; y yes; n no; pls please; plz please; plse please; thx thanks; ty thanks; cuz because; tmrw tomorrow;
    nvm never mind; nevermind never mind
  `),
  nameFamilies: words('relative doctor'),
  negations: words('not no instead'),
  corrections: words('no wait sorry actually rather mean meant correction oops instead make'),
  wrappers: lines(`
    please *
    hi, *
    * please
    hello, can you help, *
    ok, *
    * thanks
    hey *
    well *
    um, *
    * now
  `),
  numbers: {
    small: new Map<string, number>([
      ...SMALL.map((word, value): [string, number] => [word, value]),
      ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
    ]),
    scales: new Map([
      ['hundred', 100],
      ['thousand', 1000],
      ['grand', 1000],
      ['million', 1_000_000],
    ]),
    joiners: words('and'),
    articles: words('a an'),
    suffixes: new Map([['k', 1000]]),
    currencies: words(`dollar dollars buck bucks pound pounds quid euro euros eur usd gbp chf franc francs yen jpy rupee
      rupees inr cad aud`),
    otherUnits:
      words(`am pm oclock percent st nd rd th minute minutes min mins hour hours hr hrs day days week weeks month
      months year years yr yrs mile miles km kg metre metres meter meters degrees cent cents pence`),
    timePrepositions: words('at till until before after by since'),
    pronounMarks: words('this that the another which no any every each last next first wrong right other some'),
    pronouns: words('one'),
    split: (word) => [word],
  },
};
