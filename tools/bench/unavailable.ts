/** What a bench needs and this machine cannot give: it ends with this sentence, and without figures. */
export class Unavailable extends Error {}
