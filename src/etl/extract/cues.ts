/** What single words signal about the names near them: classes of cue words, found once a word. */

/** Cue classes and the words that belong to them, matched from a word's start; `$` ends a word that must match whole. */
const CLASSES: Record<string, string> = {
  propose:
    "propos introduc present develop design devis describ releas creat construct collect build$ builds$ building$ formulat",
  call: "call termed$ term$ terms$ named$ name$ dubbed$ dub$ coin denot abbreviat namely$ entitled$",
  use: "use$ uses$ used$ using$ utiliz utilis employ adopt leverag apply$ applies$ applied$ applying$ exploit incorporat",
  via: "via$ through$ by$ means$",
  with: "with$",
  on: "on$ upon$ across$",
  for: "for$ towards$ toward$",
  in: "in$ within$ into$",
  of: "of$",
  to: "to$",
  from: "from$",
  as: "as$",
  and: "and$ or$ &$",
  than: "than$ over$",
  such: "such$ like$ including$ e.g$ e.g.$ i.e$ i.e.$ namely$ includes$",
  base: "based$ built$ inspired$ extend extension generaliz generalis variant modif adapt$ adapts$ adapting$ adapted$ builds$ upon$ derived$ version$",
  beat: "outperform surpass exceed beat superior better$ faster$ improves$ improvement advantage higher$ significantly$",
  compare:
    "compar competitive versus$ vs$ vs.$ unlike$ baseline state-of-the-art$ sota$ contrast alternative instead$ rather$ par$ match$ matches$ similar$ different$",
  evaluate:
    "evaluat experiment test$ tests$ tested$ testing$ validat demonstrat achiev perform accuracy$ show$ shows$ result$ results$ empirical",
  train: "train pretrain pre-train fine-tun finetun learn$ learns$ learned$ learnt$",
  address:
    "address tackl solv study$ studies$ studied$ studying$ consider problem task$ focus challeng investigat explor analyz analys analyt understand",
  improve: "improv enhanc boost accelerat speed mitigat overcom alleviat limitation reduc",
  existing:
    "existing$ previous prior$ recent traditional current conventional popular$ standard$ widely$ well-known$ classical$ classic$ modern$ common$ commonly$ many$ most$ various$",
  we: "we$ our$ ours$",
  this: "this$ it$ its$ these$",
  novel: "novel$ new$ first$ proposed$ called$",
  data: "dataset data$ benchmark corpus$ corpora$ database collection leaderboard$ challenge$",
  method:
    "method model$ models$ algorithm framework network loss$ module approach technique architecture strateg layer optimizer system scheme mechanism",
  task: "task problem setting scenario application",
  but: "however$ although$ though$ suffer fail limit while$ despite$ but$ lack unfortunately$ difficult",
  negate: "not$ no$ without$ never$ neither$ nor$ fail lack avoid eliminat cannot$ unlike$",
  combine: "combin integrat unif hybrid together$ coupl merg fus jointly$ along$",
  consist: "consist compris contain includ compos equipped$",
  is: "is$ are$ was$ were$ be$ been$",
  a: "a$ an$",
  the: "the$",
  that: "that$ which$ who$ where$ whose$",
  number: "two$ three$ four$ five$ several$ multiple$",
};
/** Names of the classes; a cue is an index into them. */
export const CUES = Object.keys(CLASSES);
export const cue = (name: string): number => CUES.indexOf(name);

const whole = new Map<string, number[]>();
const starts = new Map<string, number[]>();
/** Shortest and longest beginnings, so that a word is looked up by few of its prefixes. */
let shortest = 99;
let longest = 0;
Object.values(CLASSES).forEach((words, i) => {
  for (const w of words.split(" ")) {
    const exact = w.endsWith("$");
    const text = exact ? w.slice(0, -1) : w;
    const map = exact ? whole : starts;
    map.set(text, [...(map.get(text) ?? []), i]);
    if (exact) continue;
    shortest = Math.min(shortest, text.length);
    longest = Math.max(longest, text.length);
  }
});

const NONE: readonly number[] = [];
/** Words known already; emptied when it grows large, so that memory stays flat whatever is read. */
const known = new Map<string, readonly number[]>();
const MOST_KNOWN = 50_000;

/** The cue classes of a word in lower case. */
export function cuesOf(lower: string): readonly number[] {
  const had = known.get(lower);
  if (had !== undefined) return had;
  const out = new Set<number>(whole.get(lower));
  for (let n = shortest; n <= longest && n <= lower.length; n++)
    for (const i of starts.get(lower.slice(0, n)) ?? NONE) out.add(i);
  const cues = out.size === 0 ? NONE : [...out];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(lower, cues);
  return cues;
}
